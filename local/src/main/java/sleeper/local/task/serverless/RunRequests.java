package sleeper.local.task.serverless;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import sleeper.local.task.spark.SparkSize;
import sleeper.local.task.spark.SubmitSizes;

/** Checks requests as EMR Serverless checks them, and Step Functions before it; fields are those of the service's API reference. */
final class RunRequests {
    /** What EMR Serverless takes where a line is silent: three executors, and 4 vCPUs and 14 GB for each worker. */
    static final SparkSize UNSAID = new SparkSize(3, 4, 14_336, 14_336);

    private static final long UNSAID_DRIVER_CORES = 4;

    /** A worker has a tenth of its memory besides, and 384 MiB at the least. */
    private static final long LEAST_OVERHEAD_MEGABYTES = 384;

    private static final int LONGEST_TOKEN = 64;
    private static final int LONGEST_NAME = 256;
    private static final Set<String> START = Set.of(
            "ApplicationId",
            "ClientToken",
            "ConfigurationOverrides",
            "ExecutionIamPolicy",
            "ExecutionRoleArn",
            "ExecutionTimeoutMinutes",
            "JobDriver",
            "Mode",
            "Name",
            "RetryPolicy",
            "Tags");
    private static final Set<String> DRIVER = Set.of("Hive", "SparkSubmit");
    private static final Set<String> SUBMIT = Set.of("EntryPoint", "EntryPointArguments", "SparkSubmitParameters");
    private static final Set<String> OVERRIDES =
            Set.of("ApplicationConfiguration", "DiskEncryptionConfiguration", "MonitoringConfiguration");
    private static final Set<String> CANCEL = Set.of("ApplicationId", "JobRunId", "ShutdownGracePeriodInSeconds");

    private RunRequests() {}

    static void checkStart(JsonNode request) {
        known("", request, START);
        required(request, "ApplicationId");
        required(request, "ExecutionRoleArn");
        matches("ClientToken", request.path("ClientToken").asText(), "[A-Za-z0-9._-]{1," + LONGEST_TOKEN + "}");
        matches("Name", request.path("Name").asText("job"), ".{1," + LONGEST_NAME + "}");
        known("JobDriver.", request.path("JobDriver"), DRIVER);
        refuseIf(!request.at("/JobDriver/SparkSubmit").isObject(), "JobDriver.SparkSubmit is required here");
        known("JobDriver.SparkSubmit.", request.at("/JobDriver/SparkSubmit"), SUBMIT);
        required(request.at("/JobDriver/SparkSubmit"), "EntryPoint");
        known("ConfigurationOverrides.", request.path("ConfigurationOverrides"), OVERRIDES);
        JsonNode timeout = request.path("ExecutionTimeoutMinutes");
        refuseIf(
                !timeout.isMissingNode() && !(timeout.isIntegralNumber() && timeout.asLong() >= 0),
                "ExecutionTimeoutMinutes must be a whole number, 0 or more");
        try {
            List<String> unused = JobRun.sparkSubmit(request);
        } catch (IllegalArgumentException e) {
            throw ServerlessErrors.validation("SparkSubmitParameters: " + e.getMessage());
        }
    }

    static void checkCancel(JsonNode request) {
        known("", request, CANCEL);
        required(request, "ApplicationId");
        required(request, "JobRunId");
    }

    /** @return what the driver alone needs of the application's capacity */
    static Capacity driverNeeds(JsonNode request) {
        SubmitSizes sizes = SubmitSizes.of(JobRun.sparkSubmit(request), UNSAID);
        return worker(sizes.driverCores(UNSAID_DRIVER_CORES), sizes.size().driverMegabytes());
    }

    /** @return what the run needs of the application's capacity: its driver, and the executors that it begins with */
    static Capacity needs(JsonNode request) {
        SparkSize size = SubmitSizes.of(JobRun.sparkSubmit(request), UNSAID).size();
        Capacity executor = worker(size.cores(), size.megabytes());
        return driverNeeds(request)
                .plus(new Capacity(executor.cores() * size.executors(), executor.megabytes() * size.executors()));
    }

    private static Capacity worker(long cores, long megabytes) {
        return new Capacity(cores, megabytes + Math.max(LEAST_OVERHEAD_MEGABYTES, megabytes / 10));
    }

    private static void matches(String name, String value, String form) {
        refuseIf(!value.matches(form), name + " is '" + value + "' and must match " + form);
    }

    private static void required(JsonNode object, String field) {
        refuseIf(!object.path(field).isTextual() || object.path(field).asText().isBlank(), field + " is required");
    }

    private static void known(String where, JsonNode object, Set<String> fields) {
        Iterator<String> names = object.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            refuseIf(!fields.contains(name), "Unknown field " + where + name);
        }
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw ServerlessErrors.validation(message);
        }
    }
}
