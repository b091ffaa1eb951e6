package sleeper.sort;

import java.io.IOException;
import java.util.List;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.file.ReadableFile;
import sleeper.core.job.InputFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Batch;
import sleeper.sort.decode.InputReader;
import sleeper.sort.fault.InputFaults;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FooterReader;
import sleeper.sort.schema.ColumnMapping;
import sleeper.sort.schema.FileMapping;
import sleeper.sort.schema.SchemaComparison;

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
        OpenInput input = task.input();
        InputReader reader = new InputReader(
                input.file(), input.footer(), task.rowGroup(), input.mappings(), decompressor, readBytes);
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
        ReadableFile file = null;
        OpenInput opened = null;
        try {
            file = request.store().open(input.path(), input.version());
            Footer footer = FooterReader.read(file);
            check(input, footer);
            List<ColumnMapping> mappings = FileMapping.of(sink.layout(), footer.root());
            opened = new OpenInput(file, footer, mappings);
            return opened;
        } catch (IOException | RuntimeException e) {
            throw InputFaults.explain(input.path(), input.path().toString(), e);
        } finally {
            if (opened == null) {
                closeQuietly(file);
            }
        }
    }

    private static void closeQuietly(ReadableFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // The file is not read any more, and what made it so is about to be thrown.
        }
    }

    private void check(InputFile input, Footer footer) {
        List<Fault> faults = SchemaComparison.faults(
                input.path().toString(), SchemaComparison.differences(request.schema(), footer.root()));
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("File " + input.path() + " was not read.", faults);
        }
        if (footer.rowCount() != input.rowCount()) {
            Fault fault = Fault.of(
                            ErrorCode.INPUT_CHANGED,
                            input.path().toString(),
                            footer.rowCount() + " rows",
                            input.rowCount() + " rows, as validated")
                    .at(FaultLocation.ofFile(input.path().toString()));
            throw new RunFailedException("File " + input.path() + " was not read.", List.of(fault));
        }
    }
}
