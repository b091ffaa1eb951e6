package sleeper.core.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sleeper.core.price.json.PriceListJson;

/** The page of prices is the one that lies in the project, which {@code -Dpages.write} writes; measured figures stand where they say. */
class PricesPageIT {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    @Test
    void shouldShowThePricesAsTheyAre() throws IOException {
        Path file = ROOT.resolve(PricesPage.PATH);
        String page = PricesPage.render(PriceListJson.shipped());
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file))
                .as(PricesPage.PATH + " is stale: run mvn -pl core verify -Dpages.write")
                .isEqualTo(page);
    }

    @Test
    void shouldTakeMeasuredFiguresFromThePageThatTheyStandOn() throws IOException {
        PriceList prices = PriceListJson.shipped();

        for (Measurement run : prices.measurements()) {
            String path = run.source().split(",")[0];
            assertThat(Files.readString(ROOT.resolve(path)))
                    .as("%s seconds for %d rows", run.cpuSeconds(), run.rows())
                    .containsPattern("[ |]" + run.cpuSeconds().replace(".", "\\.") + "[ ,|]");
        }
        assertThat(Files.readString(ROOT.resolve("benchmarks/README.md")))
                .contains("bytes of values (" + prices.rowBytes() + " a row)");
    }
}
