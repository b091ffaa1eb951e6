package sleeper.cdk;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import sleeper.api.function.ApiFunction;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.deployed.FunctionVariable;
import sleeper.lambda.DeployedFunction;
import sleeper.lambda.FunctionDescription;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.constructs.Construct;

/**
 * The functions, all of one zip. Each has a role of its own, and a published version whose snapshot Lambda starts it from; whoever calls
 * it calls its alias.
 */
final class Functions {
    /** Whose lines they are, by Powertools' name for it. */
    static final String SERVICE_IN_LOGS = "POWERTOOLS_SERVICE_NAME";

    private final Construct scope;
    private final InstanceSpec spec;
    private final Roles roles;
    private final Map<DeployedFunction, Alias> aliases = new LinkedHashMap<>();

    Functions(Construct parent, InstanceSpec spec, Roles roles, Map<FunctionVariable, String> environment) {
        this.scope = new Construct(parent, "Functions");
        this.spec = spec;
        this.roles = roles;
        Map<String, String> variables = new HashMap<>();
        environment.forEach((variable, value) -> variables.put(variable.variable(), value));
        variables.put(SERVICE_IN_LOGS, spec.names().stack());
        for (FunctionDescription function : FunctionDescription.values()) {
            if (isNeeded(function)) {
                aliases.put(function, make(function, variables));
            }
        }
        aliases.put(ApiFunction.API, make(ApiFunction.API, variables));
    }

    /** Only stacks that may be left out call these. */
    private boolean isNeeded(FunctionDescription function) {
        return switch (function) {
            case LAUNCH -> spec.platforms().stream().anyMatch(Platform::isSpark);
            case WATCH_POD -> spec.platforms().contains(Platform.EKS);
            case PUBLISH_VIEW -> spec.publishesViews();
            default -> true;
        };
    }

    private Alias make(DeployedFunction description, Map<String, String> variables) {
        InstanceNames names = spec.names();
        String name = names.function(description.word());
        Function function = Function.Builder.create(scope, description.word())
                .functionName(name)
                .description("sleeper " + names.id() + ": " + description.word() + ", version "
                        + spec.assets().version())
                .runtime(Runtime.JAVA_17)
                .architecture(Architecture.X86_64)
                .code(Code.fromAsset(spec.assets().functionsZip().toString()))
                .handler(description.handler())
                .memorySize(description.memoryMiB())
                .ephemeralStorageSize(Size.mebibytes(DeployedFunction.DISK_MIB))
                .timeout(Duration.seconds(description.timeoutSeconds()))
                .environment(variables)
                .role(roles.of(description.word(), "lambda.amazonaws.com"))
                .tracing(Tracing.ACTIVE)
                // Otherwise the runtime writes an error that is thrown as plain text.
                .loggingFormat(LoggingFormat.JSON)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .logGroup(Logs.group(scope, description.word() + "-logs", "/aws/lambda/" + name, spec))
                .build();
        Annotations.of(function)
                .acknowledgeWarning(
                        "@aws-cdk/aws-lambda:snapStartRequirePublish", "The alias below publishes a version.");
        return Alias.Builder.create(scope, description.word() + "-alias")
                .aliasName(InstanceNames.ALIAS)
                .version(function.getCurrentVersion())
                .build();
    }

    /** @return the functions that are deployed, by what calls name */
    Map<DeployedFunction, Alias> aliases() {
        return aliases;
    }
}
