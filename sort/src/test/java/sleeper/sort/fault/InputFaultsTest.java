package sleeper.sort.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.RunFailedException;
import sleeper.core.error.SleeperException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.file.ActionDeniedException;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;

class InputFaultsTest {
    private static final FilePath FILE = new FilePath("b", "f");

    private static void expect(
            Exception thrown, Class<? extends SleeperException> type, ErrorCode code, String found, String action) {
        SleeperException error = InputFaults.explain(FILE, "b/f", thrown);

        assertThat(error).isExactlyInstanceOf(type);
        assertThat(error.faults()).hasSize(1);
        Fault fault = error.faults().get(0);
        assertThat(fault.code()).isEqualTo(code);
        assertThat(fault.found()).isEqualTo(found);
        assertThat(fault.action()).isEqualTo(action);
        assertThat(fault.location()).isEqualTo(FaultLocation.ofFile("b/f"));
    }

    @Test
    void shouldSayWhichRightIsMissing() {
        expect(
                new ActionDeniedException("s3://b/f", "s3:GetObject", "refused by 403"),
                InvalidRequestException.class,
                ErrorCode.FILE_FORBIDDEN,
                "no read access (refused by 403)",
                "Grant the role that this process runs as the action s3:GetObject on s3://b/f.");
        expect(
                new AccessDeniedException("f"),
                InvalidRequestException.class,
                ErrorCode.FILE_FORBIDDEN,
                "no read access",
                ErrorCode.FILE_FORBIDDEN.action());
    }

    @Test
    void shouldFailTheRunWhereAFileHasChanged() {
        expect(
                new FileChangedException(FILE, new FileVersion(3, "t"), "another content"),
                RunFailedException.class,
                ErrorCode.INPUT_CHANGED,
                "another content, where 3 bytes (tag t) was",
                ErrorCode.INPUT_CHANGED.action());
    }

    @Test
    void shouldTryAgainWhereTheStoreFails() {
        expect(
                new IOException("s3:GetObject was answered by 500"),
                TransientFailureException.class,
                ErrorCode.UNAVAILABLE,
                "s3:GetObject was answered by 500",
                ErrorCode.UNAVAILABLE.action());
    }
}
