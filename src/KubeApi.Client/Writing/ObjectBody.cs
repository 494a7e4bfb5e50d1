using System.Text.Json.Nodes;

namespace KubeApi.Client.Writing;

/// <summary>The part of an object that is sent when it is written. Pure.</summary>
public static class ObjectBody
{
    /// <summary>The annotation of client-side <c>kubectl apply</c> with the last applied manifest.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] s_serverFields =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"];

    /// <summary>
    /// The body of a create or an apply for an object that was read: without the fields that only the server sets (uid, resourceVersion, generation, times,
    /// managedFields) and without the status.
    /// </summary>
    /// <param name="o">The object; it is not changed.</param>
    /// <param name="keepStatus">Whether to keep the status, for a write to that subresource.</param>
    public static JsonObject ForWrite(JsonObject o, bool keepStatus = false)
    {
        var body = (JsonObject)o.DeepClone();
        if (!keepStatus)
        {
            body.Remove("status");
        }

        if (body["metadata"] is JsonObject metadata)
        {
            foreach (var field in s_serverFields)
            {
                metadata.Remove(field);
            }
        }

        return body;
    }

    /// <summary>Restricts a patch or an apply to the object with a uid: the server rejects a change of the uid, and a JSON patch tests it.</summary>
    /// <param name="body">An object, or an array of operations; it is changed.</param>
    /// <param name="uid">The uid; null for any.</param>
    public static JsonNode ForUid(JsonNode body, string? uid)
    {
        if (uid is null)
        {
            return body;
        }

        if (body is JsonArray operations)
        {
            operations.Insert(0, new JsonObject { ["op"] = "test", ["path"] = "/metadata/uid", ["value"] = uid });
            return body;
        }

        if (body["metadata"] is not JsonObject metadata)
        {
            body["metadata"] = metadata = [];
        }

        metadata["uid"] = uid;
        return body;
    }

    /// <summary>The body for a file: also without kubectl's annotation, and without empty annotations.</summary>
    public static JsonObject ForFile(JsonObject o)
    {
        var body = ForWrite(o);
        if (body["metadata"] is JsonObject metadata && metadata["annotations"] is JsonObject annotations && annotations.Remove(LastApplied)
            && annotations.Count == 0)
        {
            metadata.Remove("annotations");
        }

        return body;
    }

    /// <summary>The body of a replace: all fields except managedFields, which the server keeps.</summary>
    /// <param name="o">The object; it is not changed.</param>
    /// <param name="resourceVersion">The version to replace; null for the object's own.</param>
    public static JsonObject ForReplace(JsonObject o, string? resourceVersion = null)
    {
        var body = (JsonObject)o.DeepClone();
        if (body["metadata"] is JsonObject metadata)
        {
            metadata.Remove("managedFields");
            if (resourceVersion is not null)
            {
                metadata["resourceVersion"] = resourceVersion;
            }
        }

        return body;
    }
}
