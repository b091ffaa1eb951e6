package sleeper.cdk;

import java.util.List;
import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.deployment.KubernetesAccess;
import sleeper.deployed.FunctionVariable;
import sleeper.lambda.FunctionDescription;
import sleeper.statemachine.StateMachineFile;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.eks.CfnAccessEntry;
import software.amazon.awscdk.services.eks.CfnAccessEntry.AccessPolicyProperty;
import software.amazon.awscdk.services.eks.CfnAccessEntry.AccessScopeProperty;
import software.amazon.awscdk.services.eks.CfnAddon;
import software.amazon.awscdk.services.eks.CfnCluster;
import software.amazon.awscdk.services.eks.CfnCluster.AccessConfigProperty;
import software.amazon.awscdk.services.eks.CfnCluster.ClusterLoggingProperty;
import software.amazon.awscdk.services.eks.CfnCluster.LoggingProperty;
import software.amazon.awscdk.services.eks.CfnCluster.LoggingTypeConfigProperty;
import software.amazon.awscdk.services.eks.CfnCluster.ResourcesVpcConfigProperty;
import software.amazon.awscdk.services.eks.CfnFargateProfile;
import software.amazon.awscdk.services.eks.CfnFargateProfile.SelectorProperty;
import software.amazon.awscdk.services.iam.CfnOIDCProvider;
import software.amazon.awscdk.services.iam.IRole;
import software.constructs.Construct;

/**
 * Bulk import on Kubernetes, whose pods run on Fargate. Made of what CloudFormation has itself: no function that speaks to the cluster is
 * deployed. What is within the cluster (namespace, service account, rights) is made by a step of {@code deploy}.
 */
final class EksBulkImportStack implements PlatformPart {
    /** Those that look for Jobs, or end them. */
    private static final List<FunctionDescription> KUBERNETES_FUNCTIONS = List.of(
            FunctionDescription.LAUNCH,
            FunctionDescription.TEAR_DOWN,
            FunctionDescription.REAP_ATTEMPT,
            FunctionDescription.SWEEP);

    private final Construct scope;
    private final InstanceNames names;
    private final CfnCluster cluster;
    private final DockerImageAsset image;

    EksBulkImportStack(Construct parent, InstanceSpec spec, Roles roles, Network network) {
        this.scope = new Construct(parent, "EksBulkImportStack");
        this.names = spec.names();
        this.cluster = cluster(spec, roles, network);
        profiles(roles.of("eks-pods", "eks-fargate-pods.amazonaws.com"), network);
        roleOfPods(roles);
        access("Machine", roles.of(StateMachineFile.INGEST_JOB), KubernetesAccess.MACHINE_GROUP);
        for (FunctionDescription function : KUBERNETES_FUNCTIONS) {
            access(
                    function.word(),
                    roles.of(function.word(), "lambda.amazonaws.com"),
                    KubernetesAccess.FUNCTIONS_GROUP);
        }
        spec.deployer().ifPresent(this::administratedBy);
        image = DockerImageAsset.Builder.create(scope, "Image")
                .directory(spec.assets().sparkImage().toString())
                .platform(Platform.LINUX_AMD64)
                .build();
        CfnOutput unused = CfnOutput.Builder.create(scope, "BulkImportClusterConfigCommand")
                .description("Makes kubectl speak to the cluster")
                .value("aws eks update-kubeconfig --name " + names.eksCluster() + " --region " + Aws.REGION)
                .build();
    }

    /** Step Functions reaches a cluster by its public address alone (developer guide, "Call Amazon EKS"); pods use the private one. */
    private CfnCluster cluster(InstanceSpec spec, Roles roles, Network network) {
        IRole role = roles.of("eks-cluster", "eks.amazonaws.com");
        var logs = Logs.group(scope, "Logs", "/aws/eks/" + names.eksCluster() + "/cluster", spec);
        CfnCluster made = CfnCluster.Builder.create(scope, "Cluster")
                .name(names.eksCluster())
                .roleArn(role.getRoleArn())
                .bootstrapSelfManagedAddons(false)
                .accessConfig(AccessConfigProperty.builder()
                        .authenticationMode("API")
                        .bootstrapClusterCreatorAdminPermissions(false)
                        .build())
                .resourcesVpcConfig(ResourcesVpcConfigProperty.builder()
                        .subnetIds(network.subnets())
                        .endpointPublicAccess(true)
                        .endpointPrivateAccess(true)
                        .build())
                .logging(LoggingProperty.builder()
                        .clusterLogging(ClusterLoggingProperty.builder()
                                .enabledTypes(
                                        List.of("api", "audit", "authenticator", "controllerManager", "scheduler")
                                                .stream()
                                                .map(type -> LoggingTypeConfigProperty.builder()
                                                        .type(type)
                                                        .build())
                                                .toList())
                                .build())
                        .build())
                .build();
        made.getNode().addDependency(logs, roles.permissionsOf("eks-cluster"));
        return made;
    }

    /** CoreDNS runs on Fargate, too: there is no node that it could run on. */
    private void profiles(IRole role, Network network) {
        profile("SparkPods", names.eksNamespace(), role, network);
        CfnFargateProfile system = profile("SystemPods", "kube-system", role, network);
        CfnAddon dns = CfnAddon.Builder.create(scope, "Dns")
                .clusterName(cluster.getRef())
                .addonName("coredns")
                .configurationValues("{\"computeType\":\"Fargate\"}")
                .resolveConflicts("OVERWRITE")
                .build();
        dns.getNode().addDependency(system);
    }

    private CfnFargateProfile profile(String id, String namespace, IRole role, Network network) {
        return CfnFargateProfile.Builder.create(scope, id)
                .clusterName(cluster.getRef())
                .podExecutionRoleArn(role.getRoleArn())
                .subnets(network.subnets())
                .selectors(
                        List.of(SelectorProperty.builder().namespace(namespace).build()))
                .build();
    }

    /**
     * Pods on Fargate take a role on by the cluster's own provider of identities: Pod Identity does not reach them. The keys of the
     * condition hold the provider's address, which is known when it is made, so that the policy is a text that is filled in then.
     */
    private void roleOfPods(Roles roles) {
        CfnOIDCProvider provider = CfnOIDCProvider.Builder.create(scope, "Identities")
                .url(cluster.getAttrOpenIdConnectIssuerUrl())
                .clientIdList(List.of("sts.amazonaws.com"))
                .build();
        String trust = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",\
                "Principal":{"Federated":"${Provider}"},"Condition":{"StringEquals":{\
                "${Issuer}:aud":"sts.amazonaws.com",\
                "${Issuer}:sub":"system:serviceaccount:%s:%s"}}}]}""".formatted(names.eksNamespace(), KubernetesAccess.SERVICE_ACCOUNT);
        roles.trustedAs(
                "eks-spark",
                Fn.sub(
                        trust,
                        Map.of(
                                "Provider",
                                provider.getRef(),
                                "Issuer",
                                Fn.select(1, Fn.split("//", cluster.getAttrOpenIdConnectIssuerUrl())))));
    }

    private void access(String id, IRole role, String group) {
        CfnAccessEntry unused = CfnAccessEntry.Builder.create(scope, "AccessOf-" + id)
                .clusterName(cluster.getRef())
                .principalArn(role.getRoleArn())
                .kubernetesGroups(List.of(group))
                .type("STANDARD")
                .build();
    }

    private void administratedBy(String principal) {
        CfnAccessEntry unused = CfnAccessEntry.Builder.create(scope, "AccessOfDeployer")
                .clusterName(cluster.getRef())
                .principalArn(principal)
                .type("STANDARD")
                .accessPolicies(List.of(AccessPolicyProperty.builder()
                        .policyArn(
                                "arn:" + Aws.PARTITION + ":eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy")
                        .accessScope(
                                AccessScopeProperty.builder().type("cluster").build())
                        .build()))
                .build();
    }

    @Override
    public Map<String, String> substitutions() {
        return Map.of(
                "EksClusterName", names.eksCluster(),
                "EksCertificateAuthority", cluster.getAttrCertificateAuthorityData(),
                "EksEndpoint", cluster.getAttrEndpoint(),
                "EksNamespace", names.eksNamespace(),
                "EksServiceAccountName", KubernetesAccess.SERVICE_ACCOUNT,
                "EksImageUri", image.getImageUri(),
                "EksImageRepositoryName", image.getRepository().getRepositoryName(),
                "EksInstanceId", names.id());
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return Map.of(
                FunctionVariable.EKS_CLUSTER_NAME, names.eksCluster(),
                FunctionVariable.EKS_CERTIFICATE_AUTHORITY, cluster.getAttrCertificateAuthorityData(),
                FunctionVariable.EKS_ENDPOINT, cluster.getAttrEndpoint(),
                FunctionVariable.EKS_NAMESPACE, names.eksNamespace());
    }
}
