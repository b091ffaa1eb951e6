package sleeper.verification.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.job.JobStatus;
import sleeper.verification.workflow.Case.Expected;
import sleeper.verification.workflow.Disturbance.Kind;

/** Disturbs every state of both machines in every way that its definition names, and writes down what came of it. */
class StateCoverageIT {
    @TempDir
    private static Path folder;

    private final Map<Case, Story> stories = new LinkedHashMap<>();
    private final Map<Way, Story> undisturbed = new EnumMap<>(Way.class);
    private int homes;

    @Test
    void shouldKnowAWayIntoEveryState() {
        assertThat(Case.places())
                .allSatisfy(place -> assertThat(Way.into(place))
                        .as("%s has no way into it: add one to Way", place)
                        .isNotEmpty());
    }

    @Test
    void shouldEnterEveryStateByATestEvent() throws IOException {
        // Given
        List<Way> ways = List.of(Way.values());
        try (Stream<Path> files = Files.list(ExecutionEvent.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            ways.stream().map(way -> way.eventName() + ".json").toList());
        }
        // When / Then
        assertThat(Case.places())
                .allSatisfy(place -> assertThat(ways)
                        .as("%s is entered by no file of test-events/execution", place)
                        .anyMatch(way -> way.outcome().enters(place)));
    }

    @TestFactory
    Stream<DynamicNode> shouldEndEveryDisturbanceWell() {
        List<DynamicNode> tests = new ArrayList<>();
        for (Case what : Case.all()) {
            tests.add(dynamicTest(what.name(), () -> shouldEndWell(what)));
        }
        tests.add(dynamicTest(
                "every way is gone to its end",
                () -> assertThat(undisturbed.keySet()).containsExactlyInAnyOrder(Way.values())));
        tests.add(dynamicTest("every rule of every choice is taken", this::shouldTakeEveryRuleOfEveryChoice));
        tests.add(dynamicTest("the page says what happened", this::shouldHaveThePageOfWhatHappened));
        return tests.stream();
    }

    private void shouldEndWell(Case what) throws IOException {
        // When
        Story story = Story.of(what, folder.resolve("home-" + homes++));
        stories.put(what, story);
        if (what.disturbance().isEmpty()) {
            undisturbed.putIfAbsent(what.way(), story);
            assertThat(ExecutionEvent.Outcome.of(story))
                    .as("%s.json", what.way().eventName())
                    .isEqualTo(what.way().outcome());
        }
        // Then what follows is what the definition says
        checkPath(what, story, story.of(what.place().machine()));
        // And states carry little, apart from a failure that the next one shortens
        story.ingest().entered().forEach(StateCoverageIT::checkSize);
        story.reaps().forEach(reap -> reap.entered().forEach(StateCoverageIT::checkSize));
        story.maintenances().forEach(one -> one.entered().forEach(StateCoverageIT::checkSize));
        // And whatever was disturbed, the job ended whole or not at all, and somebody knows
        checkJob(story);
        checkMails(what, story);
        checkTableMails(what, story);
        assertThat(story.verified().faults()).isEmpty();
        assertThat(story.left()).isEmpty();
        assertThat(story.garbage().removed()).isEmpty();
        assertThat(story.garbage().undecided()).isEmpty();
        // And nothing that the attempt created is there any more, nor taken to be
        assertThat(story.runsOn()).isEmpty();
        assertThat(story.created().unknown()).isEmpty();
        assertThat(story.created().tornDown()).isEqualTo(story.created().created());
        assertThat(story.created().created()).containsAll(story.made());
    }

    private static void checkSize(Trace.Entered entered) {
        assertThat(entered.input().isObject()).isTrue();
        ObjectNode input = entered.input().deepCopy();
        if (entered.state().equals("Refuse job")
                || entered.state().equals("Record failure")
                || entered.state().equals("Hand over tear down")) {
            input.remove("failure");
        }
        assertThat(input.toString()).as(entered.state()).hasSizeLessThan(8 << 10);
    }

    private void checkPath(Case what, Story story, Trace trace) {
        String state = what.place().state();
        Expected expected = what.expected();
        assertThat(trace.states()).contains(state);
        if (expected instanceof Expected.Undisturbed) {
            Trace same = undisturbed.get(what.way()).of(what.place().machine());
            assertThat(trace.states()).isEqualTo(same.states());
            assertThat(trace.end()).isEqualTo(same.end());
            assertThat(story.settled()).isEqualTo(undisturbed.get(what.way()).settled());
            assertThat(story.attempts()).isEqualTo(visits(same, state) + 1);
        } else if (expected instanceof Expected.Caught caught) {
            assertThat(trace.after(state)).contains(caught.next());
            assertThat(story.attempts()).isEqualTo(caught.attempts());
        } else if (expected instanceof Expected.AskedAgain asked) {
            assertThat(trace.states()
                            .subList(
                                    trace.states().indexOf(state),
                                    trace.states().size()))
                    .contains(asked.next());
            assertThat(story.attempts()).isEqualTo(asked.attempts());
            assertThat(story.status()).isEqualTo(undisturbed.get(what.way()).status());
        } else if (expected instanceof Expected.GivenUp) {
            assertThat(trace.states()).contains("Record failure");
            assertThat(trace.end()).isEqualTo("FAILED");
            assertThat(story.status()).isEqualTo(JobStatus.FAILED);
        } else if (expected instanceof Expected.TimedOut) {
            assertThat(trace.end()).isEqualTo("TIMED_OUT");
        } else if (expected instanceof Expected.Aborted) {
            assertThat(trace.end()).isEqualTo("ABORTED");
        }
    }

    private static int visits(Trace trace, String state) {
        return (int) trace.states().stream().filter(state::equals).count();
    }

    private static void checkJob(Story story) {
        assertThat(story.settled().isEnded()).isTrue();
        assertThat(story.rows()).isEqualTo(story.status() == JobStatus.COMMITTED ? VirtualInstance.ROWS : 0);
        assertThat(story.rowsInAll()).isEqualTo(story.settled() == JobStatus.COMMITTED ? VirtualInstance.ROWS : 0);
        if (story.status().isEnded()) {
            assertThat(story.settled()).isEqualTo(story.status());
        }
        if (story.ingest().end().equals("SUCCEEDED")) {
            assertThat(story.status()).isEqualTo(JobStatus.COMMITTED);
        } else if (story.ingest().states().contains("Finish as not committed")) {
            assertThat(story.status()).isNotEqualTo(JobStatus.COMMITTED);
        }
    }

    private static void checkMails(Case what, Story story) {
        boolean twiceAllowed = what.place().state().equals("Record notification")
                || (what.place().state().equals("Notify")
                        && what.disturbance()
                                .map(Disturbance::kind)
                                .filter(Kind::works)
                                .isPresent());
        if (story.settled() != JobStatus.COMMITTED) {
            assertThat(story.mailsInAll()).isGreaterThanOrEqualTo(1);
            assertThat(story.told()).isTrue();
        } else if (!what.way().tellsSuccess()) {
            assertThat(story.mailsInAll()).isZero();
        } else if (!story.ingest().end().equals("SUCCEEDED")) {
            assertThat(story.told()).isTrue();
        }
        if (!twiceAllowed) {
            assertThat(story.mailsInAll()).isLessThanOrEqualTo(1);
        }
    }

    /** Nobody hears of tables that were maintained; who hears of one that was not hears it once, unless the reply is lost. */
    private static void checkTableMails(Case what, Story story) {
        boolean told = story.maintenances().stream()
                .anyMatch(one ->
                        one.states().contains("Notify") && one.after("Notify").contains("Was all done?"));
        boolean disturbed = what.place().equals(Place.maintain("Notify"));
        if (told && !disturbed && what.way() != Way.LEAVES_A_TABLE_OUT_UNTOLD) {
            assertThat(story.tableMails()).isEqualTo(1);
        } else if (!disturbed) {
            assertThat(story.tableMails()).isZero();
        }
    }

    private void shouldTakeEveryRuleOfEveryChoice() {
        Map<Place, List<String>> taken = Choices.taken(stories);
        assertThat(taken.keySet()).isNotEmpty();
        taken.forEach((place, rules) -> assertThat(rules)
                .as("rules of %s that some case takes", place)
                .containsExactlyInAnyOrderElementsOf(Choices.rules(place)));
    }

    private void shouldHaveThePageOfWhatHappened() throws IOException {
        Path page = Path.of(System.getProperty("project.root")).resolve(CoveragePage.PATH);
        String written = CoveragePage.render(stories);
        if (System.getProperty("pages.write") != null) {
            Files.writeString(page, written);
        }
        assertThat(page)
                .as(
                        "%s is stale: run mvn -pl verification -am verify -Dit.test=StateCoverageIT -Dpages.write",
                        CoveragePage.PATH)
                .hasContent(written);
    }
}
