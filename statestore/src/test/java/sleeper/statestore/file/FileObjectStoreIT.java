package sleeper.statestore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.statestore.object.PutResult;

class FileObjectStoreIT {
    @TempDir
    Path root;

    private FileObjectStore store;

    @BeforeEach
    void setUp() {
        store = new FileObjectStore(root.resolve("objects"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteAnObjectOnce() {
        assertThat(store.putIfAbsent("a/b", bytes("first"))).isEqualTo(PutResult.STORED);
        assertThat(store.putIfAbsent("a/b", bytes("second"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.get("a/b")).contains(bytes("first"));
    }

    @Test
    void shouldReplaceWhatIsExpectedAndNothingElse() {
        // Given
        store.putIfAbsent("a", bytes("1"));
        // When / Then
        assertThat(store.replace("a", bytes("0"), bytes("2"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.replace("a", bytes("1"), bytes("2"))).isEqualTo(PutResult.STORED);
        assertThat(store.replace("b", bytes("1"), bytes("2"))).isEqualTo(PutResult.REFUSED);
        assertThat(store.get("a")).contains(bytes("2"));
        assertThat(store.get("b")).isEmpty();
    }

    @Test
    void shouldListObjectsAndNothingOfItsOwn() {
        // Given
        store.putIfAbsent("b/x", bytes("1"));
        store.putIfAbsent("b/c/y", bytes("1"));
        store.putIfAbsent("a", bytes("1"));
        store.replace("a", bytes("1"), bytes("2"));
        // When / Then
        assertThat(store.list("")).containsExactly("a", "b/c/y", "b/x");
        assertThat(store.list("b")).containsExactly("b/c/y", "b/x");
        assertThat(store.children("b")).containsExactly("c", "x");
        assertThat(store.children("")).containsExactly("a", "b");
        assertThat(store.children("nowhere")).isEmpty();
        assertThat(store.delete("a")).isTrue();
        assertThat(store.delete("a")).isFalse();
    }

    @Test
    void shouldRefuseAKeyThatLeadsElsewhere() {
        for (String key : List.of("../a", "a/../b", "/a", "a//b", ".lock", "", "a/", "a b")) {
            assertThatThrownBy(() -> store.putIfAbsent(key, bytes("x")))
                    .as(key)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldLoseNoReplacementOfMany() throws Exception {
        // Given a counter that several count up at once
        store.putIfAbsent("counter", bytes("0"));
        Callable<Integer> counting = () -> {
            int counted = 0;
            while (counted < 25) {
                byte[] found = new FileObjectStore(root.resolve("objects"))
                        .get("counter")
                        .orElseThrow();
                int next = Integer.parseInt(new String(found, StandardCharsets.UTF_8)) + 1;
                if (store.replace("counter", found, bytes("" + next)) == PutResult.STORED) {
                    counted++;
                }
            }
            return counted;
        };
        // When
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Integer> counted = new ArrayList<>();
            for (Future<Integer> future : threads.invokeAll(Collections.nCopies(4, counting))) {
                counted.add(future.get());
            }
            // Then
            assertThat(counted).containsOnly(25);
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.get("counter")).contains(bytes("100"));
    }
}
