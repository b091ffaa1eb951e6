package sleeper.sort;

import java.io.IOException;
import sleeper.core.job.InputFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.input.InputSource;

/** First half of a sort: reads the inputs, row group by row group, and gives batches to a sink. */
final class InputPhase {
    private final SortRequest request;
    private final RowSink sink;
    private final Workers workers;
    private final RowGroupQueue queue;

    InputPhase(SortRequest request, RowSink sink, Workers workers) {
        this.request = request;
        this.sink = sink;
        this.workers = workers;
        this.queue = new RowGroupQueue(
                request.inputs(), this::open, request.settings().threads(), workers);
    }

    void run() throws Exception {
        try (queue) {
            workers.run(this::work);
        }
    }

    private void work() throws IOException, InterruptedException {
        try (PageDecompressor decompressor = new PageDecompressor();
                RowSink.Lane lane = sink.lane()) {
            int readBytes = request.settings().readBytes(sink.layout().columns().size());
            for (RowGroupQueue.Task task = queue.next(); task != null; task = queue.next()) {
                try {
                    read(task, decompressor, readBytes, lane);
                } finally {
                    task.input().rowGroupDone();
                }
            }
            lane.finish();
        }
    }

    private void read(RowGroupQueue.Task task, PageDecompressor decompressor, int readBytes, RowSink.Lane lane)
            throws IOException {
        InputReader reader = task.input().source().reader(task.rowGroup(), decompressor, readBytes);
        boolean more = true;
        while (more) {
            workers.check();
            request.checkpoint().run();
            Batch batch = lane.batch();
            more = reader.read(batch, lane.maxRows(), lane.maxBytes());
            lane.flushIfFull();
        }
    }

    private OpenInput open(InputFile input) {
        InputSource source = InputSource.open(request.store(), input, sink.layout(), request.columns());
        try {
            return new OpenInput(source);
        } catch (IOException e) {
            throw InputFaults.explain(input.path(), input.path().toString(), e);
        }
    }
}
