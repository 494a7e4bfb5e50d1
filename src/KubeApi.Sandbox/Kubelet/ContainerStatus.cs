using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Writes the status of a container.</summary>
internal static class ContainerStatus
{
    /// <summary>Sets the state to waiting.</summary>
    public static JsonObject Wait(JsonObject status, JsonObject spec, string reason, string? message = null)
    {
        status["name"] = spec.StringAt("name");
        status["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = message } };
        status["lastState"] ??= new JsonObject();
        (status["ready"], status["started"]) = (false, false);
        status["restartCount"] ??= 0;
        status["image"] = spec.StringAt("image");
        status["imageID"] ??= "";
        status["allocatedResources"] = spec.At("resources.requests")?.DeepClone();
        status["resources"] = spec["resources"]?.DeepClone() ?? new JsonObject();
        status["volumeMounts"] ??= new JsonArray([.. spec.ObjectsAt("volumeMounts").Select(Mount)]);
        return status;
    }

    private static JsonObject Mount(JsonObject mount)
    {
        var isReadOnly = mount.IsTrueAt("readOnly");
        return new JsonObject
        {
            ["name"] = mount.StringAt("name"),
            ["mountPath"] = mount.StringAt("mountPath"),
            ["readOnly"] = isReadOnly ? true : null,
            ["recursiveReadOnly"] = isReadOnly ? "Disabled" : null,
        };
    }

    /// <summary>Sets the state to terminated.</summary>
    /// <param name="run">Null if the container has never started.</param>
    public static void Terminate(JsonObject status, ContainerRun? run, DateTimeOffset now, ContainerExit exit)
    {
        run?.End(exit, now);
        status["state"] = new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exit.Code,
                ["reason"] = exit.Reason,
                ["startedAt"] = run is null ? null : SandboxClock.Timestamp(run.Started),
                ["finishedAt"] = run is null ? null : SandboxClock.Timestamp(run.Finished ?? now),
                ["containerID"] = run?.Id,
            },
        };
        (status["ready"], status["started"]) = (false, false);
    }
}
