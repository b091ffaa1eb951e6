package sleeper.deployed;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;

/** A function's environment, each variable as what it means. */
final class FunctionEnvironment {
    private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]+:\\d{12}:.+");
    private static final Pattern ADDRESS = Pattern.compile("https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");

    private final Map<String, String> variables;

    /** @param variables by name; a blank one counts as not set */
    FunctionEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** @throws InvalidRequestException MISSING_FIELD with the variable's name if it is not set */
    String text(FunctionVariable variable) {
        String value = variables.getOrDefault(variable.variable(), "").strip();
        if (value.isEmpty()) {
            throw refused(ErrorCode.MISSING_FIELD, variable, "nothing");
        }
        return value;
    }

    /** @throws InvalidRequestException with the variable's name if it is not set or no ARN */
    String arn(FunctionVariable variable) {
        return matching(variable, ARN);
    }

    /** @throws InvalidRequestException with the variable's name if it is not set or does not match as a whole */
    String matching(FunctionVariable variable, Pattern pattern) {
        String value = text(variable);
        if (!pattern.matcher(value).matches()) {
            throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, value);
        }
        return value;
    }

    /** @throws InvalidRequestException with the variable's name if it is not set or no https address of a host alone */
    URI httpsAddress(FunctionVariable variable) {
        return URI.create(matching(variable, ADDRESS));
    }

    /**
     * @return certificates as PEM in Base64
     * @throws InvalidRequestException with the variable's name if it is not set or has none
     */
    String certificates(FunctionVariable variable) {
        String value = text(variable);
        try {
            byte[] pem = Base64.getDecoder().decode(value);
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                return value;
            }
        } catch (IllegalArgumentException | CertificateException e) {
            // It is refused as other values are.
        }
        throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, value);
    }

    /** @return the platforms whose stacks a variable names; as {@link #stacks} otherwise */
    Set<Platform> platforms(FunctionVariable variable) {
        return InstanceSettings.deployedPlatforms(stacks(variable));
    }

    /**
     * @return the optional stacks that a variable names
     * @throws InvalidRequestException with the variable's name if it is not there, or names a stack that is none or twice; it may be empty
     */
    List<String> stacks(FunctionVariable variable) {
        if (!variables.containsKey(variable.variable())) {
            throw refused(ErrorCode.MISSING_FIELD, variable, "nothing");
        }
        String value = variables.get(variable.variable()).strip();
        if (value.isEmpty()) {
            return List.of();
        }
        List<String> stacks = Stream.of(value.split(",", -1)).map(String::strip).toList();
        if (!InstanceSettings.allStacks().containsAll(stacks)
                || stacks.stream().distinct().count() < stacks.size()) {
            throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, value);
        }
        return stacks;
    }

    /** @throws InvalidRequestException with the variable's name if it is not set or no whole number above 0 */
    long bytes(FunctionVariable variable) {
        String value = text(variable);
        try {
            long bytes = Long.parseLong(value);
            if (bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // It is refused as other values are.
        }
        throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, value);
    }

    /**
     * @return the URLs, by queue
     * @throws InvalidRequestException with the variable's name if it is not set, a word is no queue's or comes twice, or a URL is none
     */
    Map<JobQueue, URI> queues(FunctionVariable variable) {
        Map<JobQueue, URI> queues = new EnumMap<>(JobQueue.class);
        for (String each : text(variable).split("\\s+")) {
            int equals = each.indexOf('=');
            JobQueue queue = JobQueue.ofWord(each.substring(0, Math.max(equals, 0)))
                    .orElseThrow(() -> refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, each));
            if (queues.put(queue, url(variable, each, each.substring(equals + 1))) != null) {
                throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, each + ", a second time");
            }
        }
        return queues;
    }

    private static URI url(FunctionVariable variable, String found, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null
                    && url.getPath().lastIndexOf('/') < url.getPath().length() - 1) {
                return url;
            }
        } catch (URISyntaxException e) {
            // It is refused as other values are.
        }
        throw refused(ErrorCode.VALUE_OUT_OF_RANGE, variable, found);
    }

    private static InvalidRequestException refused(ErrorCode code, FunctionVariable variable, String found) {
        return new InvalidRequestException(
                "The function's environment is not that of a deployment.",
                List.of(new Fault(
                        code,
                        "the variable " + variable.variable(),
                        found,
                        variable.meaning(),
                        "Deploy the instance again: "
                                + variable.platform()
                                        .map(platform -> "its "
                                                + platform.description().stack()
                                                + ", which "
                                                + FunctionVariable.OPTIONAL_STACKS.variable() + " names,")
                                        .orElse("a deployment")
                                + " sets it.")));
    }
}
