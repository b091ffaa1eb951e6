package sleeper.core.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;
import sleeper.core.price.json.PriceListJson;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.Settings;
import sleeper.core.settings.SparkSettings;

/**
 * One case of {@code cases.txt}. Its lines: {@code ## title}; {@code name = value} for what is given; {@code -> platform}; and, behind
 * {@code >}, a sentence each: reasons, then {@code warning:}s, then {@code runs on}, and {@code advice}.
 */
record ChoiceCase(String title, Map<String, String> given, String platform, List<String> sentences) {
    private static final Map<String, String> BY_DEFAULT = Map.of(
            "deployed", "standard, emr, persistent-emr, emr-serverless, eks",
            "rows", "1,000,000",
            "row bytes", "28",
            "files", "10",
            "leaves", "256",
            "sources beyond buckets", "0",
            "free on the task's disk", "20 GiB");

    static List<ChoiceCase> parse(String text) {
        List<ChoiceCase> cases = new ArrayList<>();
        for (String block : text.split("(?m)^## ")) {
            if (!block.isBlank() && !block.startsWith("#")) {
                cases.add(parseOne(block));
            }
        }
        return cases;
    }

    private static ChoiceCase parseOne(String block) {
        Map<String, String> given = new LinkedHashMap<>();
        String platform = "";
        List<String> sentences = new ArrayList<>();
        List<String> lines = block.lines().filter(line -> !line.isBlank()).toList();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("-> ")) {
                platform = line.substring("-> ".length());
            } else if (line.startsWith("> ")) {
                sentences.add(line.substring("> ".length()));
            } else {
                String[] parts = line.split(" = ", 2);
                given.put(parts[0], parts[1]);
            }
        }
        return new ChoiceCase(lines.get(0), given, platform, sentences);
    }

    /** @return the case with what the chooser makes of what is given */
    ChoiceCase decided() {
        PlatformChooser chooser = new PlatformChooser(PriceListJson.shipped());
        Settings settings = settings();
        List<Candidate> candidates = Arrays.stream(value("deployed").split(", "))
                .map(word -> candidate(Platform.ofWord(word).orElseThrow(), settings))
                .toList();
        Site site = new Site(settings, open(), disk(), spill(settings));
        PlatformChooser.Choice choice = chooser.choose(work(), candidates, site, List.of());
        Assessment chosen = choice.assessment();
        List<String> all = new ArrayList<>(choice.reasons());
        chosen.faults().forEach(fault -> all.add("fault: " + fault.message()));
        chosen.warnings().forEach(warning -> all.add("warning: " + warning));
        all.add("runs on " + chosen.machines());
        chosen.advice().ifPresent(advice -> all.add("advice: " + advice.words()));
        return new ChoiceCase(title, given, chosen.platform().word(), all);
    }

    private Work work() {
        long rows = count("rows");
        long decoded = rows * count("row bytes");
        return new Work(rows, decoded, decoded, (int) count("files"), (int) count("sources beyond buckets"));
    }

    private Candidate candidate(Platform platform, Settings settings) {
        Map<String, String> conf = new TreeMap<>();
        SparkSettings.of(platform.description().sizing())
                .forEach(each -> conf.put(each.sparkKey(), settings.get(each.setting())));
        conf.putAll(spark());
        return new Candidate(
                platform,
                platform.isSpark() ? conf : Map.of(),
                platform.isSpark()
                        ? Optional.of(given.getOrDefault("class", BulkImportSettings.CLASS_NAMES.get(0)))
                        : Optional.empty(),
                (int) count("leaves"));
    }

    private Map<String, String> spark() {
        return named("spark.");
    }

    private Settings settings() {
        Map<String, String> named = named("sleeper.");
        return Settings.ofMap(named);
    }

    private Map<String, String> named(String prefix) {
        return given.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<Platform, Integer> open() {
        return given.containsKey("running")
                ? Arrays.stream(value("running").split(", "))
                        .map(part -> part.split(" on "))
                        .collect(Collectors.toMap(
                                part -> Platform.ofWord(part[1]).orElseThrow(), part -> Integer.valueOf(part[0])))
                : Map.of();
    }

    private OptionalLong disk() {
        String disk = value("free on the task's disk");
        return disk.equals("unknown")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(disk.replace(" GiB", "")) << 30);
    }

    private long spill(Settings settings) {
        long decoded = work().decodedBytes();
        return decoded > settings.get(IngestSettings.MEMORY_BUDGET) ? decoded : 0;
    }

    private String value(String name) {
        return given.getOrDefault(name, BY_DEFAULT.get(name));
    }

    private long count(String name) {
        return Long.parseLong(value(name).replace(",", ""));
    }

    String write() {
        return "## " + title + "\n"
                + given.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                        .collect(Collectors.joining())
                + "-> " + platform + "\n"
                + sentences.stream().map(sentence -> "> " + sentence + "\n").collect(Collectors.joining());
    }
}
