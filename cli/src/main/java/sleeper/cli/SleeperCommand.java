package sleeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: the options that each takes, the console and the surroundings. */
abstract class SleeperCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options;

    @Spec
    CommandSpec spec;

    private final Surrounding surrounding;

    SleeperCommand(Surrounding surrounding) {
        this.surrounding = surrounding;
    }

    Surrounding surrounding() {
        return surrounding;
    }

    Console console() {
        return surrounding.console();
    }

    boolean json() {
        return options.json;
    }

    /** Prints the result: the JSON where it was asked for, the words otherwise. */
    void print(JsonNode json, String words) {
        if (json()) {
            console().result(json);
        } else {
            console().result(words);
        }
    }

    @Override
    public abstract Integer call() throws Exception;
}
