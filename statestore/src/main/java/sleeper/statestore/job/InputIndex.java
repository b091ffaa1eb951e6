package sleeper.statestore.job;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobId;
import sleeper.core.table.TableName;
import sleeper.statestore.util.NameNumbers;

/**
 * The registered inputs of a table, in generations: each is one object that names the shards it consists of, by the first digits
 * of the files' hashes. A generation is put if absent, holds all of the one before, and the newest counts. What was merged into
 * it is deleted after that, so a reader who missed a registration among the recent ones finds it here.
 *
 * <p>The version before kept an object for each file and job, {@code inputs/<table>/<hash>/<job>}; until there is a generation
 * those are read, and the first generation takes them in.
 */
final class InputIndex {
    private static final String FOLDER = "sources/";
    private static final String FOLDER_BEFORE = "inputs/";
    private static final int NUMBER_DIGITS = 10;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{" + NUMBER_DIGITS + "}");

    /** Files that a shard holds, on the average, before there are sixteen times as many shards. */
    private static final int FILES_EACH = 20_000;

    private static final int MOST_DIGITS = 2;
    private static final int MOST_LOOKS = 10;

    private final Records records;
    private final TableName table;

    InputIndex(Records records, TableName table) {
        this.records = records;
        this.table = table;
    }

    /**
     * A generation.
     *
     * @param number 1 for the first; 0 stands for what the version before left
     * @param digits digits of a file's hash that choose its shard
     * @param files  how many files are in it
     * @param shards names of its shards, by those digits; a shard without a file has none
     */
    record Generation(long number, int digits, long files, Map<String, String> shards) {
        Generation {
            shards = Map.copyOf(shards);
        }

        boolean isOfVersionBefore() {
            return number == 0 && files > 0;
        }
    }

    static String recentFolder(TableName table) {
        return FOLDER + table + "/recent";
    }

    private String folder(String name) {
        return FOLDER + table + "/" + name;
    }

    /** @return registrations that are not merged yet, by key */
    Map<String, Registration> recent() {
        String folder = recentFolder(table);
        List<String> keys = records.objects().children(folder).stream()
                .map(name -> folder + "/" + name)
                .toList();
        Map<String, Registration> found = new LinkedHashMap<>();
        records.objects().getAll(keys).forEach((key, bytes) -> found.put(key, InputJson.registration(key, bytes)));
        return found;
    }

    /**
     * Passes on the jobs that are registered for files.
     *
     * @return the generation that was looked into
     */
    Generation find(Collection<String> hashes, BiConsumer<String, JobId> each) {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Optional<Generation> newest = newest();
            if (newest.isEmpty()) {
                InputShard before = ofVersionBefore();
                hashes.forEach(hash -> before.find(hash, each));
                return new Generation(0, 0, before.files(), Map.of());
            }
            Set<String> prefixes = new TreeSet<>();
            hashes.forEach(hash -> prefixes.add(hash.substring(0, newest.get().digits())));
            Optional<Map<String, InputShard>> shards = shards(newest.get(), prefixes);
            if (shards.isPresent()) {
                hashes.forEach(hash -> Optional.ofNullable(
                                shards.get().get(hash.substring(0, newest.get().digits())))
                        .ifPresent(shard -> shard.find(hash, each)));
                return newest.get();
            }
            // Its shards are gone: there is a newer generation.
        }
        throw replacedEachTime();
    }

    /** @return the newest generation; empty if there is none, and never because one was replaced while it was looked for */
    private Optional<Generation> newest() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            List<String> numbers = numbers();
            if (numbers.isEmpty()) {
                return Optional.empty();
            }
            String newest = folder("index") + "/" + numbers.get(numbers.size() - 1);
            Optional<Generation> found = records.read(newest, InputJson::generation);
            if (found.isPresent()) {
                return found;
            }
        }
        throw replacedEachTime();
    }

    /** @return numbers of the generations that are there, ascending; what a stranger put beside them is none */
    private List<String> numbers() {
        return records.objects().children(folder("index")).stream()
                .filter(name -> NUMBER.matcher(name).matches())
                .toList();
    }

    private TransientFailureException replacedEachTime() {
        return new TransientFailureException(
                "The files that jobs read into table " + table + " could not be looked up.",
                List.of(Fault.of(
                        ErrorCode.UNAVAILABLE, folder("index"), "a generation that others replace each time", "")));
    }

    private InputShard ofVersionBefore() {
        InputShard found = new InputShard();
        String folder = FOLDER_BEFORE + table + "/";
        for (String key : records.objects().list(FOLDER_BEFORE + table)) {
            String[] parts = key.substring(folder.length()).split("/");
            if (parts.length == 2 && parts[0].length() >= InputRegistry.HASH_DIGITS && JobId.isValid(parts[1])) {
                found.add(parts[0].substring(0, InputRegistry.HASH_DIGITS), new JobId(parts[1]));
            }
        }
        return found;
    }

    /** @return by prefix, those of the shards that the generation has; empty if one of them was deleted */
    private Optional<Map<String, InputShard>> shards(Generation generation, Collection<String> prefixes) {
        Map<String, String> prefixByKey = new LinkedHashMap<>();
        for (String prefix : prefixes) {
            String name = generation.shards().get(prefix);
            if (name != null) {
                prefixByKey.put(folder("shards") + "/" + name, prefix);
            }
        }
        Map<String, InputShard> found = new HashMap<>();
        records.objects()
                .getAll(prefixByKey.keySet())
                .forEach((key, bytes) -> found.put(prefixByKey.get(key), InputJson.shard(key, bytes)));
        return found.size() == prefixByKey.size() ? Optional.of(found) : Optional.empty();
    }

    /**
     * Puts the next generation and deletes what it took in, unless another is first.
     *
     * @param recent what to merge, by key
     * @param base   the newest generation, as {@link #find} gave it
     */
    void merge(Map<String, Registration> recent, Generation base) {
        InputShard added = new InputShard();
        recent.values()
                .forEach(registration -> registration.files().forEach(hash -> added.add(hash, registration.job())));
        if (base.number() == 0) {
            added.addAll(ofVersionBefore());
        }
        long filesInBase = base.number() == 0 ? 0 : base.files();
        int digits = digitsFor(filesInBase + added.files());
        SortedMap<String, InputShard> changed = byPrefix(added, digits);
        boolean same = digits == base.digits();
        Optional<Map<String, InputShard>> old =
                shards(base, same ? changed.keySet() : base.shards().keySet());
        if (old.isEmpty()) {
            return;
        }
        Map<String, Integer> filesBefore = new HashMap<>();
        old.get()
                .values()
                .forEach(shard -> byPrefix(shard, digits).forEach((prefix, part) -> {
                    filesBefore.merge(prefix, part.files(), Integer::sum);
                    changed.computeIfAbsent(prefix, first -> new InputShard()).addAll(part);
                }));
        long more = changed.entrySet().stream()
                .mapToLong(shard -> shard.getValue().files() - filesBefore.getOrDefault(shard.getKey(), 0))
                .sum();
        Map<String, String> kept = same ? base.shards() : Map.of();
        put(new Generation(base.number() + 1, digits, filesInBase + more, kept), changed, recent);
    }

    private static int digitsFor(long files) {
        int digits = 0;
        for (long most = FILES_EACH; files > most && digits < MOST_DIGITS; most *= 16) {
            digits++;
        }
        return digits;
    }

    private static SortedMap<String, InputShard> byPrefix(InputShard shard, int digits) {
        SortedMap<String, InputShard> parts = new TreeMap<>();
        shard.forEach((hash, job) -> parts.computeIfAbsent(hash.substring(0, digits), first -> new InputShard())
                .add(hash, job));
        return parts;
    }

    /** @param unchanged the generation without the shards that changed */
    private void put(Generation unchanged, Map<String, InputShard> changed, Map<String, Registration> recent) {
        String number = NameNumbers.padded(unchanged.number(), NUMBER_DIGITS);
        Map<String, String> shards = new HashMap<>(unchanged.shards());
        changed.forEach((prefix, shard) -> {
            String name = number + "-" + records.surroundings().ids().get();
            shards.put(prefix, name);
            records.putFirst(folder("shards") + "/" + name, InputJson.encode(shard));
        });
        Generation generation = new Generation(unchanged.number(), unchanged.digits(), unchanged.files(), shards);
        records.putFirst(folder("index") + "/" + number, InputJson.encode(generation));
        if (newest().filter(generation::equals).isPresent()) {
            // Otherwise another was first, be it long ago: then what was merged here may be in no generation that
            // counts.
            recent.keySet().forEach(records.objects()::delete);
            deleteReplaced(generation, number);
        }
    }

    private void deleteReplaced(Generation newest, String number) {
        for (String name : numbers()) {
            if (name.compareTo(number) < 0) {
                records.objects().delete(folder("index") + "/" + name);
            }
        }
        Set<String> used = Set.copyOf(newest.shards().values());
        for (String name : records.objects().children(folder("shards"))) {
            if (name.substring(0, Math.min(NUMBER_DIGITS, name.length())).compareTo(number) <= 0
                    && !used.contains(name)) {
                records.objects().delete(folder("shards") + "/" + name);
            }
        }
    }
}
