using System.Text.Json.Nodes;

namespace KubeApi.Client.Writing;

/// <summary>What of an object is sent when it is written. Pure.</summary>
public static class ObjectBody
{
    /// <summary>Where client-side <c>kubectl apply</c> keeps what it applied last.</summary>
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static readonly string[] s_serverFields =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields"];

    /// <summary>
    /// What a create or an apply sends of an object that was read: without what only the server sets (uid, resourceVersion, generation,
    /// times, managedFields) and without the status.
    /// </summary>
    /// <param name="o">The object; it is left as it is.</param>
    /// <param name="keepStatus">Keep the status, for what is written to that subresource.</param>
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

    /// <summary>Lets a patch, or what is applied, reach only the object of that uid: the server refuses to change it, and a JSON patch tests it.</summary>
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

    /// <summary>The same without what kubectl noted for itself, and without annotations that are none then: for a file.</summary>
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

    /// <summary>What a replace sends: all of it but managedFields, which the server then keeps.</summary>
    /// <param name="o">The object; it is left as it is.</param>
    /// <param name="resourceVersion">The version to replace; null for the one that the object carries.</param>
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
