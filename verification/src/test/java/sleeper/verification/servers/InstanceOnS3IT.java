package sleeper.verification.servers;

class InstanceOnS3IT extends InstanceOnServersTests {
    InstanceOnS3IT() {
        super("s3", "s3");
    }
}
