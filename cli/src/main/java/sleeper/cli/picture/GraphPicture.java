package sleeper.cli.picture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.cli.picture.GraphLayout.Branch;
import sleeper.cli.picture.GraphLayout.Node;
import sleeper.statemachine.way.MachineRun;

/** Draws a machine as an execution ran it: each state once, from top to bottom, with branches indented and the way taken marked. */
public final class GraphPicture {
    /** Beyond, branches would leave no room for names. */
    private static final int MOST_INDENT = 18;

    private final MachineRun run;
    private final Paper paper;
    private final Lettering lettering;
    private final StateWords words;
    private final Set<String> drawn = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    /** @param now how long a state has taken that goes on is counted until then */
    public GraphPicture(MachineRun run, Paper paper, Instant now) {
        this.run = run;
        this.paper = paper;
        this.lettering = new Lettering(paper);
        this.words = new StateWords(run, paper, now);
    }

    /** @return lines, none wider than the paper */
    public List<String> lines() {
        lines.clear();
        drawn.clear();
        draw(GraphLayout.of(run), "");
        lines.add("");
        lines.addAll(legend());
        return lines.stream()
                .map(line -> lettering.cut(line, paper.columns()).stripTrailing())
                .toList();
    }

    /** @return why the execution ended without success; none if it did not, or no reason was given */
    public List<String> reason() {
        return run.way()
                .failure()
                .map(StateWords::words)
                .filter(why -> !why.isEmpty())
                .map(paper::wrapped)
                .orElse(List.of());
    }

    private List<String> legend() {
        String legend =
                "%s taken, %s not taken, %s failed, %s now, %s goes on with, %s goes back to. Where errors lead that did not"
                        .formatted(
                                Glyph.TAKEN.on(paper),
                                Glyph.NOT_TAKEN.on(paper),
                                Glyph.FAILED.on(paper),
                                Glyph.NOW.on(paper),
                                Glyph.GOES_ON.on(paper),
                                Glyph.GOES_BACK.on(paper));
        return paper.wrapped(legend + " occur is left out, unless a state is there for them alone.");
    }

    private void draw(List<Node> nodes, String indent) {
        for (Node node : nodes) {
            drawn.add(node.state().name());
            lines.add(indent + words.line(node.state()));
            boolean hasBranches = !node.branches().isEmpty();
            String beside = hasBranches ? Glyph.BESIDE.on(paper) + " " : "  ";
            words.failure(node.state(), paper.columns() - Lettering.width(indent) - 2)
                    .forEach(line -> lines.add(indent + beside + line));
            for (int i = 0; i < node.branches().size(); i++) {
                draw(node.branches().get(i), indent, i == node.branches().size() - 1);
            }
            node.goesTo().ifPresent(to -> lines.add(indent + "  " + reference(to)));
        }
    }

    private void draw(Branch branch, String indent, boolean isLast) {
        String head = (isLast ? Glyph.LAST_BRANCH : Glyph.BRANCH).on(paper)
                + (branch.taken() ? Glyph.TAKEN : Glyph.NOT_TAKEN).on(paper)
                + " "
                + lettering.plain(branch.label());
        lines.add(indent + branch.goesTo().map(to -> head + " " + reference(to)).orElse(head));
        String beside = isLast ? "   " : Glyph.BESIDE.on(paper) + "  ";
        draw(branch.nodes(), indent.length() >= MOST_INDENT ? indent : indent + beside);
    }

    private String reference(String state) {
        Glyph arrow = drawn.contains(state) ? Glyph.GOES_BACK : Glyph.GOES_ON;
        return arrow.on(paper) + " " + lettering.plain(state);
    }
}
