using System.Text.Json.Nodes;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>Which resource types can do what workloads do. Pure.</summary>
public static class Workload
{
    /// <summary>Whether a type has rollouts.</summary>
    public static bool HasRollout(ApiResource type) => type is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" };

    /// <summary>Whether a type can be resized.</summary>
    public static bool HasScale(ApiResource type) => type.Subresources.Contains("scale");

    /// <summary>Checks that a type has rollouts.</summary>
    /// <exception cref="KubeApiException">It has none; the message names those that have.</exception>
    public static void RequireRollout(ApiResource type)
    {
        if (!HasRollout(type))
        {
            throw new KubeApiException(FailureKind.WorkloadNotSupported, $"'{type.FullName}' have no rollouts. Deployments, StatefulSets and DaemonSets have.");
        }
    }

    /// <summary>Checks that a type can be resized.</summary>
    /// <exception cref="KubeApiException">It cannot; the message names those that can.</exception>
    public static void RequireScale(ApiResource type, ApiCatalog catalog)
    {
        if (!HasScale(type))
        {
            throw new KubeApiException(
                FailureKind.WorkloadNotSupported,
                $"'{type.FullName}' have no scale. On this server, these types have one: "
                + $"{string.Join(", ", catalog.Preferred.Where(HasScale).Select(r => r.FullName))}.");
        }
    }

    /// <summary>Checks that a workload is not paused.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="cannot">What cannot be done then: <c>be restarted</c>.</param>
    /// <exception cref="KubeApiException">It is; a change of its template would wait, unseen, until it is resumed.</exception>
    public static void RequireUnpaused(JsonObject workload, string cannot)
    {
        if (workload["spec"]?["paused"]?.GetValue<bool>() == true)
        {
            var (name, @namespace) = (workload["metadata"]?["name"]?.ToString(), workload["metadata"]?["namespace"]?.ToString());
            throw new KubeApiException(FailureKind.WorkloadPaused, $"The deployment '{name}' is paused and cannot {cannot}.")
            {
                Target = new RequestTarget("patch", "deployments.apps", @namespace, name),
            };
        }
    }
}
