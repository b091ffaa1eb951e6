package sleeper.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of what came of each fault at each call site of a service's drivers. */
public final class FaultPage {
    private FaultPage() {}

    private record Line(String play, String outcome) {}

    /**
     * @param start title and first words of the page
     * @param rows  of a {@link FaultMatrix} in which every promise was kept
     */
    public static String render(String start, List<Row> rows, List<Impossible> impossible) {
        StringBuilder page = new StringBuilder(start);
        page.append("\n## What came of it\n\n| request | in | fault | outcome |\n|---|---|---|---|\n");
        lines(rows)
                .forEach((site, lines) ->
                        lines.forEach((line, faults) -> page.append("| `%s` by `%s` | %s | %s | %s |\n"
                                .formatted(
                                        site.operation(),
                                        site.method(),
                                        line.play(),
                                        String.join(", ", faults),
                                        line.outcome()))));
        page.append("\n## What cannot be\n\n| fault | at | why |\n|---|---|---|\n");
        for (Impossible each : impossible) {
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
