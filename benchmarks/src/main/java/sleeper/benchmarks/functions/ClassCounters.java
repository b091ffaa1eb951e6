package sleeper.benchmarks.functions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;

/**
 * What the virtual machine of a function counted of its classes by its first answer, as {@code jcmd PID PerfCounter.print} shows it.
 *
 * @param loaded      classes that were read from jars
 * @param shared      classes that came from the archive of the JDK
 * @param parseMillis spent on parsing and defining classes of jars, in milliseconds, without what that had loaded in turn
 * @param linkMillis  spent on verifying and linking them
 */
record ClassCounters(long loaded, long shared, double parseMillis, double linkMillis) {
    private static final double MILLIS_A_SECOND = 1000;

    static ClassCounters of(UnpackedZip zip, FunctionSetup setup, String event) throws IOException {
        try (ZippedFunction function = ZippedFunction.start(zip, setup.with(List.of("-XX:+UsePerfData")))) {
            var unused = function.invoke(event);
            String counters = counters(function.handle().pid());
            double ticksASecond = value(counters, "sun.os.hrt.frequency");
            return new ClassCounters(
                    (long) value(counters, "java.cls.loadedClasses"),
                    (long) value(counters, "java.cls.sharedLoadedClasses"),
                    value(counters, "sun.cls.defineAppClassTime.self") / ticksASecond * MILLIS_A_SECOND,
                    (value(counters, "sun.cls.classVerifyTime.self") + value(counters, "sun.cls.classLinkedTime.self"))
                            / ticksASecond
                            * MILLIS_A_SECOND);
        }
    }

    private static String counters(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "PerfCounter.print")
                .redirectErrorStream(true)
                .start();
        try (InputStream out = jcmd.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double value(String counters, String name) {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + "=(\\d+)").matcher(counters);
        if (!line.find()) {
            throw new IllegalStateException("the virtual machine has no counter " + name);
        }
        return Double.parseDouble(line.group(1));
    }
}
