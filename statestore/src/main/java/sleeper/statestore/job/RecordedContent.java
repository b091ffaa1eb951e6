package sleeper.statestore.job;

import sleeper.core.util.Require;

/**
 * What rows an attempt holds that a program handed over, so that a repetition can be told from other rows under the same id.
 *
 * @param rows how many
 * @param hash of the rows, whatever their order
 */
public record RecordedContent(long rows, String hash) {
    public RecordedContent {
        Require.atLeast("rows", rows, 0);
        Require.notBlank("hash", hash);
    }
}
