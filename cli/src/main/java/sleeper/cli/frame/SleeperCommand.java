package sleeper.cli.frame;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;

/** What all commands share: the console, the surroundings, the instance they work on. */
public abstract class SleeperCommand implements Callable<Integer> {
    /** Belongs to the whole command line, so it is understood before the command's name and behind it. */
    public static final String JSON_OPTION = "--json";

    @Spec
    private CommandSpec spec;

    private final Surrounding surrounding;

    protected SleeperCommand(Surrounding surrounding) {
        this.surrounding = surrounding;
    }

    protected final Surrounding surrounding() {
        return surrounding;
    }

    protected final Console console() {
        return surrounding.console();
    }

    /** @return the instance that the environment names */
    protected final Instance instance() {
        return surrounding.instance();
    }

    /** @return its files, tables and jobs */
    protected final InstanceStores stores() {
        return instance().stores();
    }

    /** @return whether the result is to be one JSON object */
    protected final boolean json() {
        return Boolean.TRUE.equals(spec.root().findOption(JSON_OPTION).getValue());
    }

    /** Prints the result: the JSON where it was asked for, the words otherwise. */
    protected final void print(Supplier<JsonNode> json, Supplier<String> words) {
        if (json()) {
            console().result(json.get());
        } else {
            console().result(words.get());
        }
    }

    /** @return what to throw where options or arguments that parse make no sense together */
    protected final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** @return the exit code, of {@link ExitCode} */
    @Override
    public abstract Integer call() throws Exception;
}
