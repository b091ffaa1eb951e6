package sleeper.core.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyChecks;
import sleeper.core.settings.PropertyFile;
import sleeper.core.settings.Settings;
import sleeper.core.table.TableName;

/**
 * What an instance's operator wrote, as a deployment takes it: {@code instance.properties} and {@code tables/NAME.properties} of a
 * folder. It has passed all checks that need nobody's answer.
 *
 * @param properties of the instance
 * @param tables     properties of its tables, by the tables' names
 */
public record DeploymentFolder(Map<String, String> properties, Map<String, Map<String, String>> tables) {
    private static final String INSTANCE = "instance.properties";
    private static final String TABLES = "tables";
    private static final String ENDING = ".properties";

    public DeploymentFolder {
        properties = Map.copyOf(properties);
        tables = Map.copyOf(tables);
    }

    /**
     * @throws InvalidRequestException with all that is wrong in all files
     * @throws UncheckedIOException    if a file cannot be read
     */
    public static DeploymentFolder read(Path folder) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> properties = ofInstance(folder.resolve(INSTANCE), faults);
        Map<String, Map<String, String>> tables = new TreeMap<>();
        for (Path file : tableFiles(folder.resolve(TABLES))) {
            String name = file.getFileName().toString();
            String source = TABLES + "/" + name;
            String table = name.substring(0, name.length() - ENDING.length());
            if (!TableName.isValid(table) || !Files.isRegularFile(file)) {
                faults.add(new Fault(
                        ErrorCode.BAD_ID,
                        source,
                        "'" + table + "'",
                        "a file for each table, whose name is the table's: 1 to " + TableName.MAX_LENGTH
                                + " letters, digits, _ and -",
                        "Rename it, or move it away."));
                continue;
            }
            read(file, source, faults).ifPresent(its -> {
                faults.addAll(PropertyChecks.table(source, its));
                tables.put(table, its);
            });
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance in " + folder + " cannot be deployed.", faults);
        }
        return new DeploymentFolder(properties, tables);
    }

    private static Map<String, String> ofInstance(Path file, List<Fault> faults) {
        if (!Files.isRegularFile(file)) {
            faults.add(new Fault(
                    ErrorCode.FILE_NOT_FOUND,
                    file.toString(),
                    "no such file",
                    "the properties of the instance, of which " + InstanceSettings.ID.name() + " must be there",
                    "Write it, or name the folder that it is in by SLEEPER_HOME."));
            return Map.of();
        }
        return read(file, INSTANCE, faults)
                .map(properties -> {
                    faults.addAll(DeploymentChecks.of(INSTANCE, properties));
                    return properties;
                })
                .orElse(Map.of());
    }

    private static Optional<Map<String, String>> read(Path file, String source, List<Fault> faults) {
        try {
            return Optional.of(PropertyFile.read(source, Files.readString(file)));
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        } catch (CharacterCodingException e) {
            faults.add(Fault.of(ErrorCode.WRONG_TYPE, file.toString(), "bytes that are not UTF-8", "UTF-8 text"));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " was not read", e);
        }
        return Optional.empty();
    }

    private static List<Path> tableFiles(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " was not read", e);
        }
        files.sort(null);
        return files;
    }

    public Settings settings() {
        return Settings.ofInstance(properties);
    }

    public InstanceNames names() {
        return new InstanceNames(settings().get(InstanceSettings.ID));
    }

    /** @return the platforms whose stacks are to be deployed */
    public Set<Platform> platforms() {
        return InstanceSettings.deployedPlatforms(settings().get(InstanceSettings.OPTIONAL_STACKS));
    }

    /** @return whether an image of a container is built for one of them */
    public boolean hasImages() {
        return platforms().contains(Platform.STANDARD) || platforms().contains(Platform.EKS);
    }

    /** @return whether one of them runs on Spark */
    public boolean hasSpark() {
        return platforms().stream().anyMatch(platform -> platform != Platform.STANDARD);
    }
}
