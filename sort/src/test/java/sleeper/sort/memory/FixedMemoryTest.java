package sleeper.sort.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedMemoryTest {
    private final FixedMemory memory = new FixedMemory(100);
    private final List<String> calledBack = new ArrayList<>();

    /** Gives back what is asked for, and no more than it has. */
    private final class Giving implements MemoryHolder {
        private final String name;
        private final MemoryLease lease = memory.lease(this);

        Giving(String name) {
            this.name = name;
        }

        @Override
        public long giveBack(long bytes) {
            calledBack.add(name + " " + bytes);
            long given = Math.min(bytes, lease.heldBytes());
            lease.release(given);
            return given;
        }
    }

    @Test
    void shouldGrantWhatIsThereAndRefuseTheRest() throws IOException {
        MemoryLease lease = memory.lease(MemoryHolder.FIRM);
        assertThat(lease.acquire(60)).isEqualTo(60);
        assertThat(lease.acquire(60)).isEqualTo(40);
        assertThat(lease.acquire(1)).isZero();
        assertThat(List.of(lease.heldBytes(), memory.lentBytes())).containsExactly(100L, 100L);
    }

    @Test
    void shouldGrantAllOrNothingWhereThatIsAskedFor() throws IOException {
        MemoryLease lease = memory.lease(MemoryHolder.FIRM);
        assertThat(lease.acquireWhole(101)).isFalse();
        assertThat(memory.lentBytes()).isZero();
        assertThat(lease.acquireWhole(100)).isTrue();
        assertThat(memory.lentBytes()).isEqualTo(100);
    }

    @Test
    void shouldCallBackOthersThatHoldMostFirstAndOnlyUntilItIsEnough() throws IOException {
        // Given
        Giving little = new Giving("little");
        Giving much = new Giving("much");
        Giving asking = new Giving("asking");
        little.lease.acquire(20);
        much.lease.acquire(70);
        // When
        long first = asking.lease.acquire(30);
        long second = asking.lease.acquire(60);
        // Then the asking one is never called back itself
        assertThat(List.of(first, second)).containsExactly(30L, 60L);
        assertThat(calledBack).containsExactly("much 20", "much 60", "little 10");
        assertThat(memory.lentBytes()).isEqualTo(100);
    }

    @Test
    void shouldRefuseWhatNobodyGivesBack() throws IOException {
        MemoryLease firm = memory.lease(MemoryHolder.FIRM);
        firm.acquire(90);
        assertThat(new Giving("asking").lease.acquire(30)).isEqualTo(10);
    }

    @Test
    void shouldKeepItsCountWhenAHolderFailsToSpill() throws IOException {
        // Given
        MemoryLease failing = memory.lease(bytes -> {
            throw new IOException("disk gone");
        });
        failing.acquire(90);
        Giving asking = new Giving("asking");
        // When / Then the failure is the asking one's, and what was granted before is not lost
        assertThatThrownBy(() -> asking.lease.acquire(30)).hasMessage("disk gone");
        assertThat(List.of(failing.heldBytes(), asking.lease.heldBytes(), memory.lentBytes()))
                .containsExactly(90L, 0L, 90L);
    }

    @Test
    void shouldTakeBackAllWhenALeaseIsClosedOnceOrTwice() throws IOException {
        Giving holder = new Giving("holder");
        holder.lease.acquire(80);
        holder.lease.close();
        holder.lease.close();
        assertThat(memory.lentBytes()).isZero();
        new Giving("asking").lease.acquire(200);
        assertThat(calledBack).isEmpty();
    }

    @Test
    void shouldRefuseToTakeBackMoreThanIsHeld() throws IOException {
        MemoryLease lease = memory.lease(MemoryHolder.FIRM);
        lease.acquire(10);
        assertThatThrownBy(() -> lease.release(11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("11 bytes cannot be returned of the 10 held");
    }
}
