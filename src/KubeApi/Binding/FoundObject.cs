using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>An object to change, found by a query.</summary>
/// <param name="Target">The object.</param>
/// <param name="Uid">Its uid, which distinguishes it from a later object of the same name; null if the server sent none.</param>
/// <param name="Json">Its JSON as the server sent it.</param>
internal sealed record FoundObject(ObjectTarget Target, string? Uid, byte[] Json)
{
    private const int MaxShown = 10;

    /// <summary>Creates the object from a result that is not a failure.</summary>
    public static FoundObject Of(KubeApiSession session, in ObjectQueryResult result)
    {
        var metadata = JsonNodes.Parse(result.Json).Child("metadata");
        return new FoundObject(
            new ObjectTarget(session, result.Resource!, metadata.Child("namespace")?.ToString(), metadata.Child("name")?.ToString() ?? ""),
            metadata.Child("uid")?.ToString(),
            result.Json!);
    }

    /// <summary>The PowerShell object.</summary>
    public object? ToObject() => ApiObject.Create(
        new JsonSource(Json, Target.Session.Names, ShowManagedFields: false), new ObjectOrigin(Target.Session, Target.Type), Target.Type.ApiVersion,
        Target.Type.Kind);

    /// <summary>The question before several objects of a session are deleted: <c>Delete 2 objects at https://… (session 'a')? Pod/a, Pod/b.</c></summary>
    public static string DeletionOf(IReadOnlyList<FoundObject> found, KubeApiSession session) =>
        $"Delete {found.Count} objects at {session.Server} (session '{session.Name}')? "
        + $"{string.Join(", ", found.Take(MaxShown).Select(f => $"{f.Target.Type.Kind}/{f.Target.Name}"))}{(found.Count > MaxShown ? ", …" : "")}.";
}
