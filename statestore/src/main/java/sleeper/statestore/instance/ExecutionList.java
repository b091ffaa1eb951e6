package sleeper.statestore.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.statestore.instance.ExecutionBook.Entry;
import sleeper.statestore.instance.Executions.Status;

/**
 * Part of a list of executions, gathered from the pages of Step Functions. What stands before the part may have changed its status since
 * the page before was listed, so that it is looked for among all.
 */
public final class ExecutionList {
    private final Optional<Status> status;
    private final Optional<String> after;
    private final int most;
    private final List<Entry> entries = new ArrayList<>();
    private boolean begun;

    /** As the parameters of {@link ExecutionBook#list}. */
    public ExecutionList(Optional<Status> status, Optional<String> after, int most) {
        this.status = status;
        this.after = after;
        this.most = most;
        this.begun = after.isEmpty();
    }

    /** @return the status that pages are to be asked for; empty for all */
    public Optional<Status> asked() {
        return after.isEmpty() ? status : Optional.empty();
    }

    /** @return whether there is no need for another page */
    public boolean add(List<Entry> page) {
        for (Entry entry : page) {
            if (!begun) {
                begun = entry.arn().equals(after.orElseThrow());
            } else if (entries.size() < most
                    && status.map(entry.status()::equals).orElse(true)) {
                entries.add(entry);
            }
        }
        return entries.size() == most;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
