package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.aws.dynamodb.FaultyClient.Fault;
import sleeper.statestore.log.AppendResult;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.Tombstone;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Simulator;

/** The simulator's schedules, with the drivers of DynamoDB before a model of it that loses, delays and refuses requests. */
class DynamoSimulatorTest {
    private static final long SCHEDULES = Long.getLong("sim.schedules", 10_000);
    private static final long SCHEDULES_TO_CATCH = 2_000;

    private static Service right() {
        return new DynamoModel(UnaryOperator.identity(), UnaryOperator.identity());
    }

    @Test
    void shouldKeepEveryPromiseInEverySchedule() {
        // When the seeds from 0 on are run; a finding names its seed, which repeats it
        assertThat(Simulator.findingsOn(DynamoSimulatorTest::right, 0, SCHEDULES, 5))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldCatchAClientThatDoesWhatItMustNot(Fault fault) {
        shouldCatch(() -> new DynamoModel(client -> new FaultyClient(client, fault), UnaryOperator.identity()));
    }

    @Test
    void shouldCatchADriverThatTakesItsOwnEarlierTryForAnothers() {
        shouldCatch(() -> new DynamoModel(UnaryOperator.identity(), LosingToItself::new));
    }

    private static void shouldCatch(Supplier<Service> faulty) {
        // When
        List<Simulator.Finding> caught = Simulator.findingsOn(faulty, 0, SCHEDULES_TO_CATCH, 1);
        // Then the same seed tells the same again, and has nothing to tell where all is right
        assertThat(caught).hasSize(1);
        long seed = caught.get(0).seed();
        assertThat(Simulator.findingsOn(faulty, seed, 1, 1)).isEqualTo(caught);
        assertThat(Simulator.findingsOn(DynamoSimulatorTest::right, seed, 1, 1)).isEmpty();
    }

    /** A driver that takes each refusal for another's win. */
    private record LosingToItself(CommitLog log) implements CommitLog {
        @Override
        public AppendResult append(LogEntry entry) {
            AppendResult result = log.append(entry);
            return result instanceof AppendResult.Occupied occupied
                    ? new AppendResult.Occupied(new Tombstone(
                            entry.slot(), "another", occupied.existing().hash()))
                    : result;
        }

        @Override
        public List<LogRecord> read(long from, long toInclusive) {
            return log.read(from, toInclusive);
        }

        @Override
        public void retire(long upTo) {
            log.retire(upTo);
        }
    }
}
