package sleeper.cli.frame;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;

/** What all commands share: the console, the surroundings, the instance they work on. */
public abstract class SleeperCommand implements Callable<Integer> {
    /** Belongs to the whole command line, so it is understood before the command's name and behind it. */
    public static final String JSON_OPTION = "--json";

    /** As {@link #JSON_OPTION}: names a deployed instance by its id. */
    public static final String INSTANCE_OPTION = "--instance";

    /** As {@link #JSON_OPTION}: where the deployed instance lies. */
    public static final String REGION_OPTION = "--region";

    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");

    @Spec
    private CommandSpec spec;

    private final Surrounding surrounding;
    private Instance instance;

    protected SleeperCommand(Surrounding surrounding) {
        this.surrounding = surrounding;
    }

    /** @return the world around the command, in which {@link #INSTANCE_OPTION} names the instance where it is given */
    protected final Surrounding surrounding() {
        Optional<String> id = option(INSTANCE_OPTION);
        Optional<String> region = option(REGION_OPTION);
        if (id.isEmpty()) {
            if (region.isPresent() && surrounding.deployedInstance().isEmpty()) {
                throw usage(REGION_OPTION + " says where a deployed instance lies: name it by " + INSTANCE_OPTION
                        + ", or leave " + REGION_OPTION + " out.");
            }
            id = region.isPresent() ? surrounding.deployedInstance() : id;
        }
        expectPossible(id, region);
        return id.map(named -> surrounding.at(named, region)).orElse(surrounding);
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(spec.root().findOption(name).getValue());
    }

    private void expectPossible(Optional<String> id, Optional<String> region) {
        if (id.isPresent()
                && !PropertyChecks.instance(INSTANCE_OPTION, Map.of(InstanceSettings.ID.name(), id.get()))
                        .isEmpty()) {
            throw usage(INSTANCE_OPTION + " is '" + id.get() + "'; allowed: " + InstanceSettings.ID.allowed() + ".");
        }
        if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
            throw usage(REGION_OPTION + " is '" + region.get() + "'; allowed: a region such as eu-west-2.");
        }
    }

    /**
     * For commands about what runs on this machine.
     *
     * @param instead what to do about a deployed instance; a whole sentence, in which {@code %s} stands for its id
     * @throws ParameterException if a deployed instance is named
     */
    protected final void expectThisMachine(String instead) {
        expectNoOption(instead);
        surrounding.deployedInstance().ifPresent(id -> {
            throw usage("'" + spec.name() + "' is about this machine, and " + Surrounding.INSTANCE_VARIABLE
                    + " names the deployed instance " + id + ". " + instead.formatted(id) + " Or set "
                    + Surrounding.HOME_VARIABLE + " to a folder of this machine.");
        });
    }

    /** As {@link #expectThisMachine}, where the environment may name an instance for another reason. */
    protected final void expectNoOption(String instead) {
        option(INSTANCE_OPTION).or(() -> option(REGION_OPTION)).ifPresent(named -> {
            throw usage("'" + spec.name() + "' is about this machine, and takes no " + INSTANCE_OPTION + " and no "
                    + REGION_OPTION + ". "
                    + instead.formatted(option(INSTANCE_OPTION).orElse("ID")));
        });
    }

    /** @return the world around the command, whatever instance the command line names */
    protected final Surrounding ofThisProcess() {
        return surrounding;
    }

    /** @return the command line, as it was given */
    protected final List<String> originalArguments() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    /** @return the region that the command line names */
    protected final Optional<String> region() {
        Optional<String> region = option(REGION_OPTION);
        expectPossible(Optional.empty(), region);
        return region;
    }

    /**
     * For a command that cannot be called on an instance that only the environment names.
     *
     * @param lacking what to say if the command line names none; a whole sentence
     * @return the instance that the command line names
     */
    protected final String namedInstance(String lacking) {
        String id = option(INSTANCE_OPTION).orElseThrow(() -> usage(lacking));
        expectPossible(Optional.of(id), Optional.empty());
        return id;
    }

    /** @return the folder with the properties that are to be deployed; the id is one of them, so that no instance may be named */
    protected final Path homeForDeployment() {
        option(INSTANCE_OPTION).ifPresent(id -> {
            throw usage("'" + spec.name() + "' takes the id from " + InstanceSettings.ID.name()
                    + " in instance.properties, and no " + INSTANCE_OPTION
                    + ". Leave it out, and name the folder of the"
                    + " properties by " + Surrounding.HOME_VARIABLE + ".");
        });
        return surrounding.home();
    }

    protected final Console console() {
        return surrounding.console();
    }

    /** @return how the command line names the instance, to be put behind a command that is advised; empty if it does not */
    protected final String instanceWords() {
        return option(INSTANCE_OPTION)
                        .map(id -> " " + INSTANCE_OPTION + " " + id)
                        .orElse("")
                + option(REGION_OPTION)
                        .map(region -> " " + REGION_OPTION + " " + region)
                        .orElse("");
    }

    /** @return the instance that the command line or the environment names; the same each time */
    protected final Instance instance() {
        if (instance == null) {
            instance = surrounding().instance();
        }
        return instance;
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
