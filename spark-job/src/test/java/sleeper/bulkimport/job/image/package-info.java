/**
 * The image that the Spark job runs from on Kubernetes, which no test can build: what goes into it is held against what Spark has
 * and what Maven resolves; start with {@link ImageIT}.
 */
package sleeper.bulkimport.job.image;
