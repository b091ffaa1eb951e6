package sleeper.cli.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sleeper.cli.frame.Console;
import sleeper.core.deployment.Deployer;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;

/** Speaks with whoever sits at the terminal. */
final class ConsoleDialogue implements Deployer.Dialogue {
    private static final Set<String> YES = Set.of("y", "yes");

    private final Console console;
    private final boolean json;

    /** @param json whether the result is to be one JSON object */
    ConsoleDialogue(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    @Override
    public void say(String text) {
        console.progress(text);
    }

    /**
     * Standard input and output may be led elsewhere while somebody sits at the terminal.
     *
     * @throws InvalidRequestException if nobody can be asked
     */
    @Override
    public boolean confirm(String question) {
        console.progress(question + " [y/N]");
        try (BufferedReader terminal = Files.newBufferedReader(Path.of("/dev/tty"), StandardCharsets.UTF_8)) {
            String answer = terminal.readLine();
            return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "Nothing was changed.",
                    List.of(new Fault(
                            ErrorCode.WRONG_STATUS,
                            "the question",
                            "no terminal to read an answer from",
                            "a terminal, or --yes",
                            "Give --yes if you are sure.")));
        }
    }

    @Override
    public void result(String text, String words) {
        if (json) {
            console.result(StoredJson.parse("the result of a deployment", text));
        } else {
            console.result(words);
        }
    }
}
