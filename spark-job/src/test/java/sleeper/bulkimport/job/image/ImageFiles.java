package sleeper.bulkimport.job.image;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files that the image is made from. */
final class ImageFiles {
    private static final Pattern INSTRUCTION = Pattern.compile("(?<word>[A-Z]+) +(?<rest>.*)");
    private static final Pattern ARTIFACT = Pattern.compile("(.+?)-[0-9].*\\.jar");

    /** The build's context. */
    static final Path CONTEXT = Path.of(System.getProperty("project.root"), "spark-job");

    /**
     * @param word such as {@code COPY}
     * @param rest of the line, with those that go on it
     */
    record Instruction(String word, String rest) {}

    private ImageFiles() {}

    /** @return the Dockerfile's instructions, in their order */
    static List<Instruction> dockerfile() throws IOException {
        String text = Files.readString(CONTEXT.resolve("docker/Dockerfile"))
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "");
        List<Instruction> instructions = new ArrayList<>();
        for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
            Matcher found = INSTRUCTION.matcher(line);
            if (!found.matches()) {
                throw new IOException("The Dockerfile has the line " + line);
            }
            instructions.add(new Instruction(found.group("word"), found.group("rest")));
        }
        return instructions;
    }

    /** @return what the Dockerfile takes from its context, with its arguments put in */
    static List<String> copied() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Instruction instruction : dockerfile()) {
            if (instruction.word().equals("COPY") && !instruction.rest().startsWith("--from")) {
                String[] paths = instruction.rest().split(" +");
                sources.addAll(List.of(paths).subList(0, paths.length - 1));
            }
        }
        Map<String, String> arguments = arguments();
        return sources.stream()
                .map(source -> arguments.keySet().stream()
                        .reduce(source, (text, name) -> text.replace("${" + name + "}", arguments.get(name))))
                .toList();
    }

    /** @return the defaults of the Dockerfile's arguments */
    static Map<String, String> arguments() throws IOException {
        return dockerfile().stream()
                .filter(instruction -> instruction.word().equals("ARG"))
                .map(instruction -> instruction.rest().split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    /** @return the jars that Maven resolves for the image */
    static List<Path> resolved() throws IOException {
        return paths("image-jars/target/image.classpath");
    }

    /** @return what those need of a distribution of Spark that is not in the part of it that Maven has */
    static List<Path> restOfSpark() throws IOException {
        return paths("image-jars/target/spark.classpath");
    }

    private static List<Path> paths(String list) throws IOException {
        return Stream.of(Files.readString(CONTEXT.resolve(list)).strip().split(":"))
                .map(Path::of)
                .toList();
    }

    /** @return the sums written down, by the jars' names */
    static Map<String, String> sums() throws IOException {
        return Files.readAllLines(CONTEXT.resolve("docker/jars.sha256")).stream()
                .map(line -> line.split(" {2}", 2))
                .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0]));
    }

    /** @return {@code spark-defaults.conf}, read as Spark reads it */
    static Properties defaults() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(CONTEXT.resolve("docker/conf/spark-defaults.conf"))) {
            properties.load(reader);
        }
        return properties;
    }

    static String name(Path jar) {
        return jar.getFileName().toString();
    }

    /** @return the name of a jar without its version */
    static String artifact(Path jar) {
        Matcher found = ARTIFACT.matcher(name(jar));
        return found.matches() ? found.group(1) : name(jar);
    }
}
