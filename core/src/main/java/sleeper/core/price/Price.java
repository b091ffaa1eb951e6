package sleeper.core.price;

/** Something that AWS bills by a unit, other than an instance type. */
public enum Price {
    FARGATE_VCPU("Fargate, Linux on x86", "vCPU-hour"),
    FARGATE_GB("Fargate, Linux on x86", "GB-hour"),
    FARGATE_DISK_GB("Fargate, ephemeral storage above 20 GB", "GB-hour"),
    EMR_SERVERLESS_VCPU("EMR Serverless, Linux on x86", "vCPU-hour"),
    EMR_SERVERLESS_GB("EMR Serverless, Linux on x86", "GB-hour"),
    EMR_SERVERLESS_DISK_GB("EMR Serverless, storage above 20 GB", "GB-hour"),
    EBS_GB_MONTH("EBS volumes of EMR's instances (gp2)", "GB-month"),
    EKS_CLUSTER("EKS cluster", "hour"),
    S3_PUTS("S3 PUT requests", "1,000 requests"),
    STATE_TRANSITIONS("Step Functions, standard workflows", "1,000 transitions"),
    LAMBDA_GB_SECOND("Lambda on x86", "GB-second"),
    LAMBDA_REQUESTS("Lambda", "1,000,000 requests"),
    NAT_GATEWAY("NAT gateway", "hour"),
    PUBLIC_ADDRESS("public IPv4 address", "hour"),
    VPC_ENDPOINT("interface endpoint of a VPC, in a zone", "hour"),
    KMS_KEY("KMS key of the customer", "month"),
    ALARM("CloudWatch alarm, a metric", "month"),
    DASHBOARD("CloudWatch dashboard", "month"),
    METRIC("CloudWatch, a metric of one's own", "month");

    private final String what;
    private final String unit;

    Price(String what, String unit) {
        this.what = what;
        this.unit = unit;
    }

    /** @return what is billed, in words */
    public String what() {
        return what;
    }

    /** @return what the price is for */
    public String unit() {
        return unit;
    }
}
