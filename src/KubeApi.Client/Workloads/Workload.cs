using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>The resource types that have rollouts or a scale. Pure.</summary>
public static class Workload
{
    /// <summary>Whether a type has rollouts.</summary>
    public static bool HasRollout(ApiResource type) => type is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" };

    /// <summary>Whether a type can be resized.</summary>
    public static bool HasScale(ApiResource type) => type.Subresources.Contains("scale");

    /// <summary>Checks that a type has rollouts.</summary>
    /// <exception cref="KubeApiException">The type has no rollouts; the message names those that have.</exception>
    public static void RequireRollout(ApiResource type)
    {
        if (!HasRollout(type))
        {
            throw new KubeApiException(
                FailureKind.WorkloadNotSupported, $"'{type.FullName}' does not support rollouts. Deployments, StatefulSets and DaemonSets do.");
        }
    }

    /// <summary>Checks that a type can be resized.</summary>
    /// <exception cref="KubeApiException">The type has no scale; the message names those that have one.</exception>
    public static void RequireScale(ApiResource type, ApiCatalog catalog)
    {
        if (!HasScale(type))
        {
            throw new KubeApiException(
                FailureKind.WorkloadNotSupported,
                $"'{type.FullName}' has no scale. Types with a scale on this server: "
                + $"{string.Join(", ", catalog.Preferred.Where(HasScale).Select(r => r.FullName))}.");
        }
    }

    /// <summary>Checks that a workload is not paused.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="cannot">The action that is impossible: <c>be restarted</c>.</param>
    /// <exception cref="KubeApiException">The workload is paused: a change of its template would have no effect until it is resumed.</exception>
    public static void RequireUnpaused(JsonObject workload, string cannot)
    {
        if (workload["spec"].IsTrue("paused"))
        {
            var (name, @namespace) = (workload["metadata"].TextOrNull("name"), workload["metadata"].TextOrNull("namespace"));
            throw new KubeApiException(FailureKind.WorkloadPaused, $"The deployment '{name}' is paused and cannot {cannot}.")
            {
                Target = new RequestTarget("patch", "deployments.apps", @namespace, name),
            };
        }
    }
}
