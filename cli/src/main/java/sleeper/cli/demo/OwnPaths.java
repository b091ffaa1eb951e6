package sleeper.cli.demo;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.SleeperException;

/**
 * Says what is wrong with the files that a demo has brought into its bucket by the paths that the user knows them by.
 *
 * @param ofBrought the user's path of each file, by {@code bucket/key}
 */
record OwnPaths(Map<String, String> ofBrought) {
    OwnPaths {
        ofBrought = Map.copyOf(ofBrought);
    }

    /** @return the same error about the user's files */
    SleeperException of(SleeperException error) {
        List<Fault> own = of(error.faults());
        return own.equals(error.faults())
                ? error
                : new InvalidRequestException(inText(error.summary(), error.faults()), own, error);
    }

    /** @return the same faults about the user's files */
    List<Fault> of(List<Fault> faults) {
        return faults.stream().map(this::of).toList();
    }

    private Fault of(Fault fault) {
        return brought(fault)
                .map(file -> {
                    String own = ofBrought.get(file);
                    return new Fault(
                            fault.code(),
                            fault.where().replace(file, own),
                            fault.found().replace(file, own),
                            fault.allowed().replace(file, own),
                            fault.action().replace(file, own),
                            fault.location().file().isEmpty()
                                    ? fault.location()
                                    : fault.location().inFile(own));
                })
                .orElse(fault);
    }

    private String inText(String text, List<Fault> faults) {
        String said = text;
        for (Fault fault : faults) {
            Optional<String> file = brought(fault);
            said = file.isPresent() ? said.replace(file.get(), ofBrought.get(file.get())) : said;
        }
        return said;
    }

    /** A fault knows its file; if not, the longest path that it names is meant, since one may begin with another. */
    private Optional<String> brought(Fault fault) {
        return ofBrought.containsKey(fault.location().file())
                ? Optional.of(fault.location().file())
                : ofBrought.keySet().stream()
                        .filter(fault.where()::contains)
                        .max(Comparator.comparingInt(String::length));
    }
}
