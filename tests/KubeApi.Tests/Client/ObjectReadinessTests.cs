using System.Text;
using System.Text.Json;
using KubeApi.Client.Workloads;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>
/// The states of objects. The rows marked with a name in parentheses are the cases of kstatus (sigs.k8s.io/cli-utils,
/// pkg/kstatus/status/*_test.go), as values; <c>differs</c> marks deliberate differences.
/// </summary>
public sealed class ObjectReadinessTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // Pods
    [InlineData("v1", "Pod", "", "InProgress", "PodNotObserved")] // (podNoStatus)
    [InlineData("v1", "Pod", "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}", "Current", "")] // (podReady)
    [InlineData(
        "v1", "Pod",
        "status: {phase: Succeeded, conditions: [{type: Ready, status: 'False', reason: PodCompleted}]}",
        "Current", "")] // (podCompletedSuccessfully)
    [InlineData(
        "v1", "Pod",
        "status: {phase: Failed, conditions: [{type: Ready, status: 'False', reason: PodCompleted}]}",
        "Failed", "PodFailed")] // (podCompletedFailed) differs
    [InlineData("v1", "Pod", "status: {phase: Failed, reason: Evicted, message: no memory}", "Failed", "Evicted")]
    [InlineData("v1", "Pod", "status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}", "InProgress", "PodRunningNotReady")]
    [InlineData("v1", "Pod", "status: {phase: Pending}", "InProgress", "PodPending")]
    [InlineData(
        "v1", "Pod",
        "metadata: {creationTimestamp: '2026-11-29T11:59:55Z'}, "
        + "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}",
        "InProgress", "PodNotScheduled")] // (podBeingScheduled)
    [InlineData(
        "v1", "Pod",
        "metadata: {creationTimestamp: '2026-11-29T11:59:00Z'}, "
        + "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]}",
        "Failed", "PodUnschedulable")] // (podUnschedulable)
    [InlineData(
        "v1", "Pod",
        "status: {phase: Running, containerStatuses: [{name: nginx, state: {waiting: {reason: CrashLoopBackOff}}}]}",
        "Failed", "ContainerCrashLooping")] // (podCrashLooping)
    [InlineData(
        "v1", "Pod",
        "status: {phase: Pending, initContainerStatuses: [{name: init, state: {waiting: {reason: CrashLoopBackOff}}}]}",
        "Failed", "ContainerCrashLooping")] // differs
    // Containers that are seen between two runs, without CrashLoopBackOff (all differ)
    [InlineData("v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 3, " + FailedTwice + "}]}", "Failed", "ContainerCrashLooping")]
    [InlineData("v1", "Pod", "status: {phase: Pending, initContainerStatuses: [{restartCount: 3, " + FailedTwice + "}]}", "Failed", "ContainerCrashLooping")]
    [InlineData("v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 2, " + FailedTwice + "}]}", "InProgress", "PodRunningNotReady")]
    [InlineData( // The first failure after months.
        "v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 9, state: " + FailedAfterMonths + ", lastState: " + Failed + "}]}",
        "InProgress", "PodRunningNotReady")]
    [InlineData( // The second failure.
        "v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 9, state: " + Failed + ", lastState: " + FailedAfterMonths + "}]}",
        "InProgress", "PodRunningNotReady")]
    [InlineData( // The next attempt runs.
        "v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 9, state: {running: {}}, lastState: " + Failed + "}]}",
        "InProgress", "PodRunningNotReady")]
    [InlineData( // It ended well, and is restarted.
        "v1", "Pod", "status: {phase: Running, containerStatuses: [{restartCount: 9, state: {terminated: {exitCode: 0}}, lastState: " + Failed + "}]}",
        "InProgress", "PodRunningNotReady")]
    // Claims, Services, Namespaces
    [InlineData("v1", "PersistentVolumeClaim", "", "InProgress", "NotBound")] // (pvcNoStatus)
    [InlineData("v1", "PersistentVolumeClaim", "status: {phase: Bound}", "Current", "")] // (pvcBound)
    [InlineData("v1", "Service", "", "Current", "")] // (serviceDefault)
    [InlineData("v1", "Service", "spec: {type: NodePort}", "Current", "")] // (serviceNodePort)
    [InlineData("v1", "Service", "spec: {type: LoadBalancer}", "InProgress", "NoIPAssigned")] // (serviceLBnok)
    [InlineData("v1", "Service", "spec: {type: LoadBalancer, clusterIP: 1.2.3.4}", "InProgress", "NoIngress")] // (serviceLBok) differs
    [InlineData("v1", "Service", "spec: {type: LoadBalancer, clusterIP: 1.2.3.4}, status: {loadBalancer: {ingress: [{ip: 9.9.9.9}]}}", "Current", "")]
    [InlineData("v1", "Namespace", "status: {phase: Active}", "Current", "")]
    [InlineData(
        "v1", "Namespace",
        "metadata: {deletionTimestamp: '2026-11-29T11:59:00Z'}, status: {phase: Terminating}",
        "Terminating", "Terminating")]
    // StatefulSets
    [InlineData("apps/v1", "StatefulSet", "", "InProgress", "LessReplicas")] // (stsNoStatus)
    [InlineData("apps/v1", "StatefulSet", "status: {observedGeneration: 1, currentReplicas: 1}", "InProgress", "LessReplicas")] // (stsBadStatus)
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 4}, status: {observedGeneration: 1, currentReplicas: 4, readyReplicas: 4, replicas: 4}",
        "Current", "")] // (stsOK)
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 4}, status: {currentReplicas: 4, readyReplicas: 2, replicas: 4}",
        "InProgress", "LessReady")] // (stsLessReady)
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 4}, status: {currentReplicas: 2, readyReplicas: 4, replicas: 4}",
        "InProgress", "LessCurrent")] // (stsLessCurrent)
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 4}, status: {currentReplicas: 4, readyReplicas: 4, replicas: 8}",
        "InProgress", "ExtraPods")] // (stsExtraPods)
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 2}, status: {currentReplicas: 2, readyReplicas: 2, replicas: 2, currentRevision: a, updateRevision: b}",
        "InProgress", "RevisionMismatch")]
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 1}}}, status: {replicas: 3, readyReplicas: 3, updatedReplicas: 1}",
        "InProgress", "PartitionRollout")]
    [InlineData(
        "apps/v1", "StatefulSet",
        "spec: {replicas: 3, updateStrategy: {rollingUpdate: {partition: 1}}}, status: {replicas: 3, readyReplicas: 3, updatedReplicas: 2}",
        "Current", "")]
    [InlineData("apps/v1", "StatefulSet", "spec: {updateStrategy: {type: OnDelete}}", "Current", "")]
    // DaemonSets
    [InlineData("apps/v1", "DaemonSet", "", "InProgress", "NoObservedGeneration")] // (dsNoStatus)
    [InlineData("apps/v1", "DaemonSet", "status: {observedGeneration: 1, currentReplicas: 1}", "InProgress", "NoDesiredNumber")] // (dsBadStatus)
    [InlineData(
        "apps/v1", "DaemonSet",
        "status: {observedGeneration: 1, desiredNumberScheduled: 4, currentNumberScheduled: 4, "
        + "updatedNumberScheduled: 4, numberAvailable: 4, numberReady: 4}",
        "Current", "")] // (dsOK)
    [InlineData(
        "apps/v1", "DaemonSet",
        "metadata: {generation: 2}, status: {observedGeneration: 1, desiredNumberScheduled: 4}",
        "InProgress", "LatestGenerationNotObserved")] // (dsDifferentGeneration)
    [InlineData(
        "apps/v1", "DaemonSet",
        "status: {observedGeneration: 1, desiredNumberScheduled: 4, currentNumberScheduled: 4, "
        + "updatedNumberScheduled: 4, numberAvailable: 4, numberReady: 2}",
        "InProgress", "LessReady")] // (dsLessReady)
    [InlineData(
        "apps/v1", "DaemonSet",
        "status: {observedGeneration: 1, desiredNumberScheduled: 4, currentNumberScheduled: 4, "
        + "updatedNumberScheduled: 4, numberAvailable: 2, numberReady: 4}",
        "InProgress", "LessAvailable")] // (dsLessAvailable)
    // Deployments
    [InlineData("apps/v1", "Deployment", "", "InProgress", "LessReplicas")] // (depNoStatus)
    [InlineData(
        "apps/v1", "Deployment",
        Replicas + "conditions: [{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}, {type: Available, status: 'True'}]}",
        "Current", "")] // (depOK)
    [InlineData(
        "apps/v1", "Deployment",
        "spec: {progressDeadlineSeconds: 45}, " + Replicas + "conditions: [{type: Progressing, "
        + "status: 'False', reason: Some}, {type: Available, status: 'True'}]}",
        "InProgress", "ReplicaSetNotAvailable")] // (depNotProgressing)
    [InlineData(
        "apps/v1", "Deployment",
        Replicas + "conditions: [{type: Available, status: 'True'}]}",
        "Current", "")] // (depNoProgressDeadlineSeconds)
    [InlineData(
        "apps/v1", "Deployment",
        Replicas + "conditions: [{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}, {type: Available, status: 'False'}]}",
        "InProgress", "DeploymentNotAvailable")] // (depNotAvailable)
    [InlineData(
        "apps/v1", "Deployment",
        "status: {conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]}",
        "Failed", "ProgressDeadlineExceeded")]
    [InlineData("apps/v1", "Deployment", "spec: {replicas: 2}, status: {replicas: 3, updatedReplicas: 2}", "InProgress", "ExtraPods")]
    // ReplicaSets
    [InlineData("apps/v1", "ReplicaSet", "", "InProgress", "LessLabelled")] // (rsNoStatus)
    [InlineData(
        "apps/v1", "ReplicaSet",
        "spec: {replicas: 2}, "
        + "status: {replicas: 2, readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2, conditions: [{type: ReplicaFailure, status: 'False'}]}",
        "Current", "")] // (rsOK1)
    [InlineData(
        "apps/v1", "ReplicaSet",
        "spec: {replicas: 2}, status: {replicas: 2, readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2}",
        "Current", "")] // (rsOK2)
    [InlineData(
        "apps/v1", "ReplicaSet",
        "spec: {replicas: 4}, status: {replicas: 4, readyReplicas: 4, availableReplicas: 2, fullyLabeledReplicas: 4}",
        "InProgress", "LessAvailable")] // (rsLessAvailable)
    [InlineData(
        "apps/v1", "ReplicaSet",
        "spec: {replicas: 4}, status: {replicas: 4, readyReplicas: 2, availableReplicas: 4, fullyLabeledReplicas: 4}",
        "InProgress", "LessReady")] // (rsLessReady)
    [InlineData(
        "apps/v1", "ReplicaSet",
        "spec: {replicas: 4}, "
        + "status: {replicas: 4, readyReplicas: 4, availableReplicas: 4, fullyLabeledReplicas: 4, conditions: [{type: ReplicaFailure, status: 'True'}]}",
        "InProgress", "ReplicaFailure")] // (rsReplicaFailure)
    // Jobs
    [InlineData("batch/v1", "Job", "", "InProgress", "JobNotStarted")] // (jobNoStatus)
    [InlineData(
        "batch/v1", "Job",
        "status: {startTime: '2026-11-29T11:59:00Z', active: 1}",
        "InProgress", "JobInProgress")] // (jobInProgress) differs
    [InlineData("batch/v1", "Job", "status: {succeeded: 1, conditions: [{type: Complete, status: 'True'}]}", "Current", "")] // (jobComplete)
    [InlineData(
        "batch/v1", "Job",
        "status: {conditions: [{type: Complete, status: 'False'}, {type: Failed, status: 'True', reason: BackoffLimitExceeded}]}",
        "Failed", "BackoffLimitExceeded")] // (jobFailed)
    [InlineData(
        "batch/v1", "Job",
        "spec: {suspend: true}, status: {conditions: [{type: Suspended, status: 'True'}]}",
        "InProgress", "JobSuspended")] // (TestSuspendedJobConditions) differs
    [InlineData(
        "batch/v1", "Job",
        "spec: {suspend: false}, status: {conditions: [{type: Suspended, status: 'False'}]}",
        "InProgress", "JobNotStarted")] // (TestPreviouslySuspendedJobConditions)
    [InlineData(
        "batch/v1", "Job",
        "spec: {suspend: true}, status: {conditions: [{type: Suspended, status: 'False'}]}",
        "InProgress", "JobNotStarted")] // (TestSuspendedJobTransitionConditions)
    [InlineData(
        "batch/v1", "Job",
        "spec: {suspend: false}, status: {conditions: [{type: Suspended, status: 'True'}]}",
        "InProgress", "JobSuspended")] // (TestSuspendedJobTransitionConditions)
    [InlineData("batch/v1", "CronJob", "", "Current", "")] // (cronjobNoStatus)
    [InlineData("batch/v1", "CronJob", "status: {}", "Current", "")] // (cronjobWithStatus)
    [InlineData("v1", "Secret", "", "Current", "")]
    [InlineData("v1", "ConfigMap", "", "Current", "")]
    // Budgets, definitions, API services
    [InlineData(
        "policy/v1", "PodDisruptionBudget",
        "metadata: {generation: 2}, status: {observedGeneration: 1}",
        "InProgress", "LatestGenerationNotObserved")] // (pdbNotObserved)
    [InlineData("policy/v1", "PodDisruptionBudget", "status: {observedGeneration: 1}", "Current", "")] // (pdbObserved)
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "InProgress", "Installing")] // (crdNoConditions)
    [InlineData(
        "apiextensions.k8s.io/v1", "CustomResourceDefinition",
        "status: {conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'False', reason: Installing}]}",
        "InProgress", "Installing")] // (crdInstalling)
    [InlineData(
        "apiextensions.k8s.io/v1", "CustomResourceDefinition",
        "status: {conditions: [{type: NamesAccepted, status: 'False', reason: PluralConflict}]}",
        "Failed", "PluralConflict")] // (crdNamesNotAccepted)
    [InlineData(
        "apiextensions.k8s.io/v1", "CustomResourceDefinition",
        "status: {conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]}",
        "Current", "")] // (crdEstablished)
    [InlineData("apiregistration.k8s.io/v1", "APIService", "", "InProgress", "NotAvailable")]
    [InlineData(
        "apiregistration.k8s.io/v1", "APIService",
        "status: {conditions: [{type: Available, status: 'False', reason: MissingEndpoints}]}",
        "InProgress", "MissingEndpoints")]
    [InlineData("apiregistration.k8s.io/v1", "APIService", "status: {conditions: [{type: Available, status: 'True'}]}", "Current", "")]
    // Custom resources
    [InlineData("something/v1", "MyCR", "", "Current", "")] // (crdNoStatus)
    [InlineData(
        "something/v1", "MyCR",
        "metadata: {generation: 2}, status: {observedGeneration: 1}",
        "InProgress", "LatestGenerationNotObserved")] // (crdMismatchStatusGeneration)
    [InlineData("something/v1", "MyCR", "status: {conditions: [{type: Ready, status: 'True'}]}", "Current", "")] // (crdReady)
    [InlineData(
        "something/v1", "MyCR",
        "status: {conditions: [{type: Ready, status: 'False', reason: NotReadyYet}]}",
        "InProgress", "NotReadyYet")] // (crdNotReady)
    [InlineData("something/v1", "MyCR", "status: {conditions: [{type: SomeCondition, status: 'False'}]}", "Current", "")] // (crdNoCondition)
    [InlineData(
        "something/v1", "MyCR",
        "status: {conditions: [{type: Reconciling, status: 'True', reason: Busy}, {type: Ready, status: 'True'}]}",
        "InProgress", "Busy")] // (already has condition of standard type InProgress)
    [InlineData("something/v1", "MyCR", "status: {conditions: [{type: Stalled, status: 'True', reason: Broken}]}", "Failed", "Broken")] // (Failed)
    [InlineData("something/v1", "Pod", "", "Current", "")]
    public void States_follow_kstatus(string apiVersion, string kind, string fields, string state, string reason)
    {
        var status = ObjectReadiness.Of(Parse(apiVersion, kind, fields), s_now);

        Assert.Equal((state, reason), (status.State.ToString(), status.Reason));
        Assert.NotEmpty(status.Message);
    }

    private const string Failed = "{terminated: {exitCode: 1, reason: Error, startedAt: '2026-11-29T11:59:00Z', finishedAt: '2026-11-29T11:59:02Z'}}";

    private const string FailedAfterMonths =
        "{terminated: {exitCode: 1, reason: Error, startedAt: '2026-08-29T11:59:00Z', finishedAt: '2026-11-29T11:59:00Z'}}";

    private const string FailedTwice = "name: main, state: " + Failed + ", lastState: " + Failed;

    private const string Replicas = "status: {observedGeneration: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, replicas: 1, ";

    // The fields are written as flow YAML of plain words, for short rows.
    private static JsonElement Parse(string apiVersion, string kind, string fields)
    {
        var metadata = fields.Contains("metadata:", StringComparison.Ordinal) ? "" : ", metadata: {generation: 1}";
        return JsonDocument.Parse(Json($"{{apiVersion: {apiVersion}, kind: {kind}{metadata}{(fields.Length > 0 ? ", " : "")}{fields}}}")).RootElement;
    }

    private static string Json(string flow) => Encoding.UTF8.GetString(YamlLoader.CreateReader().ToJson(flow)[0]);
}
