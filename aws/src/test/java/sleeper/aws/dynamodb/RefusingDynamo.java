package sleeper.aws.dynamodb;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** DynamoDB that gives every request the same answer of status 400, by its code. */
record RefusingDynamo(String code) implements DynamoDbClient {
    private DynamoDbException refusal() {
        return (DynamoDbException) DynamoDbException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        throw refusal();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        throw refusal();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        throw refusal();
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        throw refusal();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        throw refusal();
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        throw refusal();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
