package sleeper.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.api.Api;
import sleeper.api.ApiPlace;
import sleeper.api.route.Route;
import sleeper.cli.frame.Console;
import sleeper.cli.frame.Surrounding;

/** The page of the API is the one that lies in the project; {@code -Dpages.write} writes it. */
class ApiPageIT {
    private static final Path PAGE = Path.of(System.getProperty("project.root")).resolve(ApiPage.PATH);

    @TempDir
    Path folder;

    private Api api;
    private Api ofFunction;

    @BeforeEach
    void open() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Surrounding surrounding =
                new Surrounding(new Console(nowhere, nowhere), Map.of(), folder, InstantSource.system());
        api = new ConsoleOfPlace(surrounding, surrounding.instance()).api(Map.of());
        ofFunction = Api.of(
                surrounding.instance(), new ApiPlace("deployed", "one", "", Map.of()), surrounding.clock(), List.of());
    }

    @Test
    void shouldShowTheAddressesAsTheyAre() throws IOException {
        String page = ApiPage.render(api, ofFunction);
        if (System.getProperty("pages.write") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as(ApiPage.PATH + " is stale: run mvn -pl cli -am verify -Dpages.write")
                .isEqualTo(page);
    }

    @Test
    void shouldHaveEachAddressOnce() {
        assertThat(api.routes())
                .extracting(route -> route.method() + " " + route.pattern())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldDescribeEachAddressInASentence() {
        assertThat(api.routes()).extracting(Route::does).allMatch(sentence -> sentence.matches("[A-Z].*\\."));
    }
}
