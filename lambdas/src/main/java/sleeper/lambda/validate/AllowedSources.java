package sleeper.lambda.validate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.file.SourcePath;
import sleeper.core.job.JobId;
import sleeper.core.settings.BulkImportSettings;
import sleeper.core.settings.IngestSettings;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.source.InputResolver.SourceRule;

/** Where the jobs of a table may read from. */
final class AllowedSources implements SourceRule {
    private static final Set<String> NEVER_READ = Set.of("http", "https", "ftp", "sftp");

    private final List<String> sources;
    private final List<String> schemes;
    private final boolean any;
    private final boolean onSpark;
    private final Optional<String> uploads;
    private final JobId job;

    /**
     * @param job          whose files are looked at: of those that clients have uploaded it may read its own
     * @param anyByDefault whether a table that says nothing may be loaded from any bucket
     */
    AllowedSources(Settings settings, JobId job, boolean onSpark, boolean anyByDefault) {
        this.job = job;
        this.uploads = settings.find(InstanceSettings.UPLOAD_BUCKET);
        List<String> ofTable = settings.find(IngestSettings.ALLOWED_SOURCES).orElse(List.of());
        Optional<String> bucket = settings.find(IngestSettings.SOURCE_BUCKET);
        this.sources = ofTable.isEmpty() ? bucket.stream().toList() : ofTable;
        this.onSpark = onSpark;
        this.any = anyByDefault && sources.isEmpty();
        this.schemes = onSpark ? settings.get(BulkImportSettings.ALLOWED_SCHEMES) : List.of(SourcePath.BUCKET_SCHEME);
    }

    @Override
    public Optional<Fault> check(String where, SourcePath source) {
        if (!source.scheme().equals(SourcePath.BUCKET_SCHEME) && !schemes.contains(source.scheme())) {
            return Optional.of(new Fault(
                            ErrorCode.SOURCE_NOT_ALLOWED,
                            where,
                            "the scheme " + source.scheme() + "://",
                            schemes.stream().map(scheme -> scheme + "://").collect(Collectors.joining(", ")),
                            advice(source.scheme()))
                    .at(FaultLocation.ofFile(source.toString())));
        }
        if (source.isInBucket() && uploads.filter(source.authority()::equals).isPresent()) {
            return checkUpload(where, source);
        }
        boolean allowed = any || sources.stream().anyMatch(prefix -> isUnder(spelled(prefix), within(source)));
        return allowed
                ? Optional.empty()
                : Optional.of(Fault.of(
                                ErrorCode.SOURCE_NOT_ALLOWED,
                                where,
                                source.toString(),
                                sources.isEmpty() ? "no source" : String.join(", ", sources))
                        .at(FaultLocation.ofFile(source.toString())));
    }

    /** What lies there of other jobs may be half there, and goes when they have ended. */
    private Optional<Fault> checkUpload(String where, SourcePath source) {
        String own = source.authority() + "/" + job;
        return isUnder(own, within(source))
                ? Optional.empty()
                : Optional.of(new Fault(
                                ErrorCode.SOURCE_NOT_ALLOWED,
                                where,
                                source.toString(),
                                own + "/",
                                "Upload the files below the id of the job that names them, or name a file of another bucket.")
                        .at(FaultLocation.ofFile(source.toString())));
    }

    /** Files on the web, on one machine or on one person's account are none that every task of a cluster can read again. */
    private String advice(String scheme) {
        String upload = "Upload the file to a bucket, and name it as bucket/key";
        return !onSpark || NEVER_READ.contains(scheme)
                ? upload + "."
                : upload + ", or have the operator add " + scheme + " to " + BulkImportSettings.ALLOWED_SCHEMES.name()
                        + ".";
    }

    /** A URI may be written in more than one way in a setting; that of a source never is. A setting has no wildcards. */
    private static String spelled(String prefix) {
        return SourcePath.parse(prefix)
                .filter(path -> path.pattern().isEmpty())
                .map(AllowedSources::within)
                .orElse(prefix);
    }

    /** @return the path that the source is or lies below: of a pattern, what stands before its wildcards */
    private static String within(SourcePath source) {
        return source.isInBucket() ? source.folder().toString() : source.toString();
    }

    /** {@code bucket/pre} allows {@code bucket/pre/file}, and not {@code bucket/prefix/file}. */
    private static boolean isUnder(String prefix, String path) {
        String directory = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
