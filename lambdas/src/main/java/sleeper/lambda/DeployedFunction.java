package sleeper.lambda;

/**
 * A function of an instance, with what it is deployed with. No function writes more to its disk than the native libraries of its codecs,
 * so that the least disk that there is will do for all.
 */
public interface DeployedFunction {
    /** What Lambda allows a call at most, in seconds. */
    int LONGEST_SECONDS = 900;

    /** What is in {@code /tmp}, in MiB: the least that Lambda gives, and what it does not charge for. */
    int DISK_MIB = 512;

    /** @return its name within an instance, such as {@code validate-job} */
    String word();

    /** @return its class and method, as Lambda's configuration names them */
    String handler();

    /** @return its memory, in MiB */
    int memoryMiB();

    /** @return how long a call may take, in seconds; at most {@link #LONGEST_SECONDS} */
    int timeoutSeconds();

    /** Lambda gives a share of a CPU by memory (AWS Lambda Developer Guide, "Configure Lambda function memory"). */
    final class Memory {
        /** For what replays a log or reads footers: one whole CPU, in MiB. */
        public static final int WHOLE_CPU = 1769;

        /** For all else, in MiB. */
        public static final int USUAL = 1024;

        private Memory() {}
    }
}
