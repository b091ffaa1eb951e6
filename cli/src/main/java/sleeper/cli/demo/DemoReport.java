package sleeper.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.api.row.RowJson;
import sleeper.core.job.json.LeftOutJson;
import sleeper.core.source.LeftOut;

/**
 * What the demo found when it read the table back.
 *
 * @param jobId         the job
 * @param status        the job's status, as the log has it
 * @param table         the table
 * @param platform      word of the platform
 * @param statesVisited states that the execution entered, in order
 * @param rows          rows read back
 * @param files         files of the table
 * @param leftOut       what lay below the user's directory and was not read
 * @param partitions    leaf partitions of the table
 * @param seconds       from sending the job until it was committed
 * @param readBack      a row, by field name; empty if there is none
 * @param created       what the job created
 * @param tornDown      what of that is gone again
 */
record DemoReport(
        String jobId,
        String status,
        String table,
        String platform,
        List<String> statesVisited,
        long rows,
        long files,
        List<LeftOut> leftOut,
        int partitions,
        double seconds,
        Map<String, Object> readBack,
        List<String> created,
        List<String> tornDown) {
    private static final ObjectMapper JSON = new ObjectMapper();

    long rowsPerSecond() {
        return seconds > 0 ? Math.round(rows / seconds) : 0;
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("jobId", jobId).put("status", status).put("table", table).put("platform", platform);
        json.set("statesVisited", JSON.valueToTree(statesVisited));
        json.put("rows", rows).put("files", files).put("partitions", partitions);
        json.set("leftOut", LeftOutJson.toJson(leftOut));
        json.put("seconds", Math.round(seconds * 1000) / 1000.0).put("rowsPerSecond", rowsPerSecond());
        json.set("readBack", RowJson.of(readBack));
        json.set("created", JSON.valueToTree(created));
        json.set("tornDown", JSON.valueToTree(tornDown));
        return json;
    }

    String words() {
        return "table     " + table + "\n"
                + "states    " + String.join(" > ", statesVisited) + "\n"
                + "read back " + RowJson.of(readBack) + "\n"
                + leftOut.stream()
                        .map(some -> "left out  " + some.words() + "\n")
                        .collect(Collectors.joining())
                + "created   " + String.join(", ", created) + "\n"
                + "torn down " + String.join(", ", tornDown) + "\n"
                + String.format(
                        Locale.ROOT,
                        "job=%s status=%s rows=%d files=%d partitions=%d seconds=%.1f rows_per_s=%d",
                        jobId,
                        status,
                        rows,
                        files,
                        partitions,
                        seconds,
                        rowsPerSecond());
    }
}
