/**
 * The kits of the stores, run on a server of one's own choice or on an account of AWS. They are for whoever has such a server, and no
 * part of the build's tests. Start at {@link sleeper.aws.kits.AwsKits}, which has the main method, then
 * {@link sleeper.aws.kits.S3LogKit}, which is a kit.
 */
package sleeper.aws.kits;
