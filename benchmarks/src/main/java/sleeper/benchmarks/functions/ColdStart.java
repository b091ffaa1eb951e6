package sleeper.benchmarks.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sleeper.api.function.ApiFunction;
import sleeper.lambda.DeployedFunction;
import sleeper.lambda.FunctionDescription;
import sleeper.lambdaruntime.EmptyAccount;
import sleeper.lambdaruntime.FunctionSetup;
import sleeper.lambdaruntime.TestFunctions;
import sleeper.lambdaruntime.UnpackedZip;
import sleeper.lambdaruntime.ZippedFunction;

/**
 * What does a cold start of a function cost, and how much of it is the loading of classes? Each function of the zip is started as the
 * managed runtime starts it, in a process of its own, and called twice, in an account where the instance is not there: its first call
 * reads its request, opens the instance and answers that there is none. Prints medians, in milliseconds: from {@code exec} to the first
 * answer, with and without the classes of the JDK that Java shares between processes; of the second call; and of one more start what the
 * virtual machine counted of its classes. Run by {@code benchmarks/cold-start.sh}; seconds are those of the machine, without Lambda's
 * share of a CPU.
 */
public final class ColdStart {
    private static final int DEFAULT_ROUNDS = 5;
    private static final double NANOS_A_MILLI = 1e6;

    private ColdStart() {}

    /** How the virtual machine is started. */
    private enum Sharing {
        WITH("-Xshare:auto"),
        WITHOUT("-Xshare:off");

        private final String option;

        Sharing(String option) {
            this.option = option;
        }
    }

    /** Milliseconds of one start. */
    private record Times(double cold, double warm) {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_ROUNDS;
        Path scratch = Files.createTempDirectory("cold-start-");
        try (EmptyAccount account = new EmptyAccount()) {
            UnpackedZip zip = UnpackedZip.ofBuild(scratch.resolve("zip"));
            System.out.printf(
                    Locale.ROOT,
                    "zip of %.1f MB, %d jars; %d starts each%n%n",
                    Files.size(UnpackedZip.built()) / NANOS_A_MILLI,
                    zip.jars().size(),
                    rounds);
            System.out.println(
                    "| function | cold, ms | cold without sharing, ms | second call, ms | classes | of them shared"
                            + " | parsing and defining, ms | verifying and linking, ms |");
            System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
            List<DeployedFunction> functions = new ArrayList<>(List.of(FunctionDescription.values()));
            functions.add(ApiFunction.API);
            for (DeployedFunction function : functions) {
                System.out.println(row(zip, function, account.url(), rounds));
            }
        } finally {
            UnpackedZip.delete(scratch);
        }
    }

    private static String row(UnpackedZip zip, DeployedFunction function, String url, int rounds) throws IOException {
        FunctionSetup setup = TestFunctions.setup(function, url);
        String event = TestFunctions.event(function);
        Map<Sharing, List<Times>> times = new EnumMap<>(Sharing.class);
        for (int round = 0; round < rounds; round++) {
            for (Sharing sharing : Sharing.values()) {
                times.computeIfAbsent(sharing, unknown -> new ArrayList<>())
                        .add(timed(zip, setup.with(List.of(sharing.option)), event));
            }
        }
        ClassCounters classes = ClassCounters.of(zip, setup, event);
        return String.format(
                Locale.ROOT,
                "| `%s` | %.0f | %.0f | %.1f | %d | %d | %.0f | %.0f |",
                function.word(),
                median(times.get(Sharing.WITH).stream().map(Times::cold).toList()),
                median(times.get(Sharing.WITHOUT).stream().map(Times::cold).toList()),
                median(times.get(Sharing.WITH).stream().map(Times::warm).toList()),
                classes.loaded() + classes.shared(),
                classes.shared(),
                classes.parseMillis(),
                classes.linkMillis());
    }

    private static Times timed(UnpackedZip zip, FunctionSetup setup, String event) throws IOException {
        long begun = System.nanoTime();
        try (ZippedFunction function = ZippedFunction.start(zip, setup)) {
            var unused = function.invoke(event);
            long cold = System.nanoTime();
            var unusedToo = function.invoke(event);
            return new Times((cold - begun) / NANOS_A_MILLI, (System.nanoTime() - cold) / NANOS_A_MILLI);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
