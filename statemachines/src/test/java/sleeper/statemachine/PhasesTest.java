package sleeper.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.statemachine.graph.StateGraphs;

class PhasesTest {
    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldDeclareEveryStateOfTheMachineAndNoOther(StateMachineFile machine) {
        List<String> states = new ArrayList<>();
        collect(machine.json(), states);

        assertThat(Phases.of(machine).states()).containsExactlyInAnyOrderElementsOf(states);
    }

    @ParameterizedTest
    @EnumSource(StateMachineFile.class)
    void shouldTellSomethingOfEachStateThatWorks(StateMachineFile machine) {
        Phases phases = Phases.of(machine);

        assertThat(phases.works()).allSatisfy(state -> {
            assertThat(phases.find(state)).isPresent();
            assertThat(phases.isWork(state)).isTrue();
        });
    }

    /** The state that was entered last is often one of the branch that watches. */
    @Test
    void shouldTellOfTheWorkAlsoWhileAnotherBranchBesideItGoesOn() {
        Phases phases = Phases.of(StateMachineFile.INGEST_JOB);
        JsonNode parallel = StateMachineFile.INGEST_JOB.json().at("/States/Run Job and watch");

        assertThat(StateGraphs.within(parallel))
                .hasSize(2)
                .allSatisfy(branch -> assertThat(StateGraphs.allStates(branch).keySet())
                        .allSatisfy(state -> {
                            assertThat(phases.isWork(state)).as(state).isTrue();
                            assertThat(phases.find(state)).contains("waiting for Spark");
                        }));
    }

    @Test
    void shouldTellNothingOfAStateWithoutWordsNorOfOneThatIsNotDeclared() {
        Phases phases = Phases.of(StateMachineFile.INGEST_JOB);

        assertThat(phases.find("Validate job")).contains("validating");
        assertThat(phases.find("Which platform?")).isEmpty();
        assertThat(phases.find("A state of a former version")).isEmpty();
        assertThat(phases.isWork("Run ingest task")).isTrue();
        assertThat(phases.isWork("Validate job")).isFalse();
    }

    /** States of branches and items are states too. */
    private static void collect(JsonNode machine, List<String> into) {
        machine.findValues("States")
                .forEach(states -> states.properties().forEach(entry -> {
                    into.add(entry.getKey());
                    collect(entry.getValue(), into);
                }));
    }
}
