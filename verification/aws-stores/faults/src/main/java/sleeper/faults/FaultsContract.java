package sleeper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What must hold of a service's drivers after each fault at each of their requests. A test extends it and gives it a matrix that was
 * played.
 */
public abstract class FaultsContract {
    /** What the JDK's client may send again by itself: requests without a body, which do the same twice as once. */
    private static final Set<String> HARMLESS_TWICE = Set.of("GET", "HEAD", "DELETE");

    private final FaultMatrix matrix;
    private final FaultProxy proxy;
    private final String drivers;
    private final FaultPage page;

    /** @param drivers their package */
    protected FaultsContract(FaultMatrix matrix, FaultProxy proxy, String drivers, FaultPage page) {
        this.matrix = matrix;
        this.proxy = proxy;
        this.drivers = drivers;
        this.page = page;
    }

    @Test
    void shouldKeepItsPromiseWhateverFaultBefallsWhateverRequest() {
        assertThat(matrix.rows()).isNotEmpty().filteredOn(row -> !row.kept()).isEmpty();
    }

    @Test
    void shouldReachEveryPlaceThatSendsARequest() {
        assertThat(matrix.reached()).isNotEmpty().containsExactlyElementsOf(CallSiteScan.of(drivers));
    }

    @Test
    void shouldHaveLookedAtEachFaultAtEachPlaceOrSayWhyItCannotBe() {
        assertThat(matrix.missing()).isEmpty();
        assertThat(matrix.needless()).isEmpty();
    }

    @Test
    void shouldSendNoWriteTwiceBehindTheDriversBack() {
        assertThat(proxy.sentTwice()).isSubsetOf(HARMLESS_TWICE);
    }

    @Test
    void shouldHaveThePageOfWhatCameOfIt() throws IOException {
        Path file = Path.of(System.getProperty("project.root")).resolve(page.path());
        String written = page.render(matrix);
        if (System.getProperty("pages.write") != null) {
            Files.writeString(file, written);
        }
        assertThat(file).as("%s is stale: run %s", page.path(), page.command()).hasContent(written);
    }
}
