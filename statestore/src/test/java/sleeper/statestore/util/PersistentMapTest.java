package sleeper.statestore.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {
    /** A key with few hashes, so that they collide. */
    private record Colliding(int value) {
        @Override
        public int hashCode() {
            return value % 7;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldHoldWhatAnyMapWouldHold(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        Map<Colliding, Integer> expected = new HashMap<>();
        PersistentMap<Colliding, Integer> map = PersistentMap.empty();
        // When
        for (int i = 0; i < 500; i++) {
            Colliding key = new Colliding(random.nextInt(200));
            expected.put(key, i);
            map = map.put(key, i);
        }
        // Then
        Map<Colliding, Integer> found = new HashMap<>();
        map.forEach(found::put);
        assertThat(found).as("seed %d", seed).isEqualTo(expected);
        assertThat(map.size()).isEqualTo(expected.size());
        assertThat(map.get(new Colliding(1_000))).isEmpty();
    }

    @Test
    void shouldLeaveTheMapBeforeAsItWas() {
        // Given
        PersistentMap<String, Integer> before =
                PersistentMap.<String, Integer>empty().put("a", 1);
        // When
        PersistentMap<String, Integer> after = before.put("a", 2).put("b", 3);
        // Then
        assertThat(before.get("a")).contains(1);
        assertThat(before.get("b")).isEmpty();
        assertThat(after.get("a")).contains(2);
    }

    @Test
    void shouldBeEqualByContentWhateverTheOrder() {
        // Given
        PersistentMap<Integer, Integer> up = PersistentMap.empty();
        PersistentMap<Integer, Integer> down = PersistentMap.empty();
        for (int i = 0; i < 1_000; i++) {
            up = up.put(i, i);
            down = down.put(999 - i, 999 - i);
        }
        // When / Then
        assertThat(up).isEqualTo(down).hasSameHashCodeAs(down);
        assertThat(up).isNotEqualTo(down.put(5, 6));
    }
}
