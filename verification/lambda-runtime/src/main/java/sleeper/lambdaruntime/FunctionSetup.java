package sleeper.lambdaruntime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a function is deployed.
 *
 * @param name           its name, as its log and its ARN have it
 * @param handler        class and method, as {@code sleeper.lambda.start.StarterHandler::handleRequest}
 * @param memoryMiB      its memory, in MiB, of which the heap gets 85 %; 128 or more
 * @param timeoutSeconds after which a call is late; from 1 to 900
 * @param environment    variables beside those that Lambda sets; one of the same name takes the place of Lambda's
 * @param jvmOptions     options of the virtual machine, after those of Lambda's
 */
public record FunctionSetup(
        String name,
        String handler,
        int memoryMiB,
        int timeoutSeconds,
        Map<String, String> environment,
        List<String> jvmOptions) {
    private static final int LEAST_MEMORY_MIB = 128;
    private static final int LONGEST_SECONDS = 900;

    public FunctionSetup {
        if (memoryMiB < LEAST_MEMORY_MIB) {
            throw new IllegalArgumentException("memoryMiB is " + memoryMiB + " and the least is " + LEAST_MEMORY_MIB);
        }
        if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_SECONDS) {
            throw new IllegalArgumentException(
                    "timeoutSeconds is " + timeoutSeconds + " and must be from 1 to " + LONGEST_SECONDS);
        }
        environment = Map.copyOf(environment);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** @return the same with that variable, too */
    public FunctionSetup with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new FunctionSetup(name, handler, memoryMiB, timeoutSeconds, more, jvmOptions);
    }

    /** @return the same with those options of the virtual machine, too */
    public FunctionSetup with(List<String> options) {
        List<String> more = new ArrayList<>(jvmOptions);
        more.addAll(options);
        return new FunctionSetup(name, handler, memoryMiB, timeoutSeconds, environment, more);
    }
}
