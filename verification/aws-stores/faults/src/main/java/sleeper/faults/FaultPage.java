package sleeper.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page of what came of each fault at each call site of a service's drivers.
 *
 * @param path    of the page, in the project
 * @param service as people call it
 * @param server  what stands for the service, in words
 * @param maker   the test that makes the page
 * @param command that makes it anew
 */
public record FaultPage(String path, String service, String server, String maker, String command) {
    private record Line(String play, String outcome) {}

    /** @param matrix in which every promise was kept */
    String render(FaultMatrix matrix) {
        StringBuilder page = new StringBuilder("""
                # Faults at each call to %s

                <!-- Made by %s: run %s -->

                Between the SDK's client and %s
                stands a proxy that lets one fault befall one request. Each row is what the driver said, what the same came to when it was
                done again, and what is stored in the end, read by a client without faults. A request is an operation and the method that
                sends it.

                What a driver says: *done*, as was asked; *refused*, another was first; *not known*, it may have happened or may happen yet;
                *failed* and *access denied*, nothing has happened, nor will. *Its own is there*: it was refused by its own earlier try, which
                comparing contents shows. A request that *lands* late is one whose client sees a reset and gives it up, and which the server
                gets only when the same was done again, or another's was.
                """.formatted(service, maker, command, server));
        page.append("\n## What came of it\n\n| request | in | fault | outcome |\n|---|---|---|---|\n");
        lines(matrix.rows())
                .forEach((site, lines) -> lines.forEach((line, faults) -> page.append(row(site, line, faults))));
        page.append("\n## What cannot be\n\n| fault | at | why |\n|---|---|---|\n");
        for (Impossible each : matrix.impossible()) {
            page.append("| %s | %s | %s |\n"
                    .formatted(
                            each.faults().stream().sorted().map(Fault::words).collect(Collectors.joining(", ")),
                            each.places().stream()
                                    .sorted()
                                    .map(place -> "`" + place + "`")
                                    .collect(Collectors.joining(", ")),
                            each.reason()));
        }
        return page.toString();
    }

    private static String row(CallSite site, Line line, List<String> faults) {
        return "| `%s` by `%s` | %s | %s | %s |\n"
                .formatted(site.operation(), site.method(), line.play(), String.join(", ", faults), line.outcome());
    }

    private static Map<CallSite, Map<Line, List<String>>> lines(List<Row> rows) {
        Map<CallSite, Map<Line, List<String>>> lines = new TreeMap<>();
        for (Row row : rows) {
            if (rows.stream().noneMatch(other -> saysTheSameOfTheFirst(other, row))) {
                String second = row.call().number() > 1 ? "; the second of them" : "";
                lines.computeIfAbsent(row.site(), site -> new LinkedHashMap<>())
                        .computeIfAbsent(new Line(row.play() + second, row.outcome()), line -> new ArrayList<>())
                        .add(row.fault().words());
            }
        }
        return lines;
    }

    private static boolean saysTheSameOfTheFirst(Row other, Row row) {
        return other.call().number() < row.call().number()
                && other.site().equals(row.site())
                && other.play().equals(row.play())
                && other.fault() == row.fault()
                && other.outcome().equals(row.outcome());
    }
}
