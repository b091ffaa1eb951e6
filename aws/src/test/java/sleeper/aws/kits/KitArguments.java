package sleeper.aws.kits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@link AwsKits} is asked for.
 *
 * @param server     what the closing lines call it
 * @param bucket     or {@link KitServer#NONE}
 * @param logTable   or {@link KitServer#NONE}, as is then {@code stateTable}
 * @param stateTable likewise
 * @param create     whether bucket and tables are to be made first
 * @param unkept     tests that fail on this server
 * @param results    the file to write the rows of {@link KitReport#rows} to
 */
record KitArguments(
        String server,
        String bucket,
        String logTable,
        String stateTable,
        boolean create,
        Unkept unkept,
        Optional<String> results) {
    static final String USAGE = """
            usage: AwsKits [OPTION...] BUCKET LOG_TABLE STATE_TABLE
              BUCKET       a bucket, or - for none
              LOG_TABLE    a table with the keys log (string) and slot (number), or - for none
              STATE_TABLE  a table with the keys folder and name (strings), or - if LOG_TABLE is
              --server NAME   what the closing lines call the server; "AWS", or its endpoint, if left out
              --create        make the bucket and the tables first, and leave them there
              --unkept FILE   lists tests that fail on this server, a line each: KIT.TEST: REASON,
                              or KIT.TEST, at times: REASON
              --results FILE  write a line for each test there, parted by tabs""";

    /** @throws IllegalArgumentException if these are no arguments */
    static KitArguments of(List<String> args) {
        String server = KitServer.endpoints();
        boolean create = false;
        Unkept unkept = Unkept.nothing();
        Optional<String> results = Optional.empty();
        List<String> names = new ArrayList<>();
        for (Iterator<String> left = args.iterator(); left.hasNext(); ) {
            String arg = left.next();
            switch (arg) {
                case "--server" -> server = valueOf(arg, left);
                case "--create" -> create = true;
                case "--unkept" -> unkept = unkeptIn(Path.of(valueOf(arg, left)));
                case "--results" -> results = Optional.of(valueOf(arg, left));
                default -> names.add(nameOf(arg));
            }
        }
        if (names.size() != 3) {
            throw new IllegalArgumentException("found " + names.size() + " names, allowed: 3");
        }
        if (names.get(1).equals(KitServer.NONE) != names.get(2).equals(KitServer.NONE)) {
            throw new IllegalArgumentException("found one table, allowed: both or none");
        }
        if (names.stream().allMatch(KitServer.NONE::equals)) {
            throw new IllegalArgumentException("found neither a bucket nor tables: name one of these at least");
        }
        return new KitArguments(server, names.get(0), names.get(1), names.get(2), create, unkept, results);
    }

    private static String nameOf(String arg) {
        if (arg.isBlank() || (arg.startsWith("-") && !arg.equals(KitServer.NONE))) {
            throw new IllegalArgumentException("found '" + arg + "', which is neither an option nor a name");
        }
        return arg;
    }

    private static String valueOf(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException("found nothing behind " + option);
        }
        return left.next();
    }

    private static Unkept unkeptIn(Path file) {
        try {
            return Unkept.of(Files.readAllLines(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }
}
