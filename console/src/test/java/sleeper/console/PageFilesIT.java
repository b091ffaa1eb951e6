package sleeper.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.console.PageFiles.PageFile;

class PageFilesIT {
    private static final PageFiles FILES = new PageFiles("testpage/");

    private static PageFile find(String path) {
        return FILES.find(path).orElseThrow();
    }

    private static String text(PageFile file) {
        return new String(file.content(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jobs", "/jobs/a%2Fb", "/tables/t", "/asset", "/index.html", "/..", "/%2e%2e/x"})
    void shouldGiveTheOnePageForTheAddressOfAnyPage(String path) {
        assertThat(text(find(path))).isEqualTo("<!doctype html><title>page</title>\n");
        assertThat(find(path).type()).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void shouldGiveAFileWithItsTypeAndATagOfItsContent() {
        PageFile script = find("/assets/app.js");
        PageFile style = find("/assets/parts/b-1.min.css");

        assertThat(text(script)).isEqualTo("export const a = 1;\n");
        assertThat(script.type()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(style.type()).isEqualTo("text/css; charset=utf-8");
        assertThat(script.tag())
                .matches("\"[0-9a-f]{64}\"")
                .isEqualTo(find("/assets/app.js").tag());
        assertThat(style.tag()).isNotEqualTo(script.tag());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/",
                "/assets/none.js",
                "/assets/run.exe",
                "/assets/LICENSE",
                "/assets/parts",
                "/assets/parts/",
                "/assets/../index.html",
                "/assets/../../outside.txt",
                "/assets/parts/../app.js",
                "/assets/./app.js",
                "/assets//app.js",
                "/assets/..%2findex.html",
                "/assets/%2e%2e/index.html",
                "/assets/app%2ejs",
                "/assets/app.js%00",
                "/assets/app.js/",
                "/assets/app.js;x",
                "/assets/\\..\\index.html",
                "/assets/.hidden.js",
                "/assets/../ConsoleService.class"
            })
    void shouldGiveNothingElse(String path) {
        assertThat(FILES.find(path)).isEmpty();
    }

    @Test
    void shouldHaveNoPageWhereThereIsNone() {
        assertThat(new PageFiles("nopage/").find("/")).isEmpty();
    }
}
