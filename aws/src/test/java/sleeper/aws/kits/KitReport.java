package sleeper.aws.kits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the tests of the kits ended on one server, beside what is known of the server. For one thread. */
final class KitReport {
    /** How a test ended. */
    enum End {
        SUCCESSFUL,
        FAILED,
        SKIPPED,
        /** It failed, as it is listed to. */
        UNKEPT
    }

    /**
     * One test.
     *
     * @param kit   the class
     * @param name  the method, with the number of the call in brackets if it is called several times
     * @param cause what went wrong, on one line; the reason that is listed if it is; empty otherwise
     */
    record Ended(String kit, String name, End end, String cause) {}

    private final String server;
    private final Unkept unkept;
    private final List<Ended> tests = new ArrayList<>();

    KitReport(String server, Unkept unkept) {
        this.server = server;
        this.unkept = unkept;
    }

    /** @param cause of a failure, in words of any number of lines; of another end it is not asked for */
    void add(String kit, String name, End end, String cause) {
        String reason = unkept.reason(kit + "." + name).orElse("");
        if (end == End.FAILED && !reason.isEmpty()) {
            tests.add(new Ended(kit, name, End.UNKEPT, reason));
        } else if (end == End.FAILED) {
            tests.add(new Ended(kit, name, end, cause.strip().replaceAll("\\s+", " ")));
        } else {
            tests.add(new Ended(kit, name, end, ""));
        }
    }

    List<Ended> tests() {
        return List.copyOf(tests);
    }

    /** @return a line for each thing that is not as it should be; none if all is well */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Ended test : tests) {
            if (test.end() == End.FAILED) {
                faults.add(test.kit() + "." + test.name() + " failed: " + test.cause());
            }
        }
        Set<String> failed = tests.stream()
                .filter(test -> test.end() == End.UNKEPT)
                .map(test -> test.kit() + "." + test.name())
                .collect(Collectors.toSet());
        for (String listed : unkept.always()) {
            if (!failed.contains(listed)) {
                faults.add(listed + " is listed as failing and did not fail: take it off the list.");
            }
        }
        if (tests.stream().noneMatch(test -> test.end() == End.SUCCESSFUL)) {
            faults.add("No test was successful.");
        }
        return faults;
    }

    /** @return a line for each kit, which counts its tests by how they ended */
    List<String> closingLines() {
        Map<String, List<Ended>> byKit =
                tests.stream().collect(Collectors.groupingBy(Ended::kit, TreeMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        byKit.forEach((kit, ofKit) -> lines.add(server + ": " + kit + ": " + counts(ofKit)));
        lines.add(server + ": all kits: " + counts(tests));
        return lines;
    }

    private static String counts(List<Ended> tests) {
        return tests.size() + " found, " + count(tests, End.SUCCESSFUL) + " successful, " + count(tests, End.FAILED)
                + " failed, " + count(tests, End.SKIPPED) + " skipped, " + count(tests, End.UNKEPT)
                + " failed as listed";
    }

    private static long count(List<Ended> tests, End end) {
        return tests.stream().filter(test -> test.end() == end).count();
    }

    /** @return a line for each test with server, kit, name, end and cause, parted by tabs */
    List<String> rows() {
        return tests.stream()
                .map(test -> String.join(
                        "\t", server, test.kit(), test.name(), test.end().name(), test.cause()))
                .toList();
    }
}
