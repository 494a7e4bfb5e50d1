using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reads the objects that a command works on.</summary>
internal sealed class TargetReader(PipelineRun pipeline, SessionScope sessions)
{
    /// <summary>The advice if another object now has the name of the piped one.</summary>
    public const string OtherObject = "Read the object again, or name the intended server with -Session.";

    /// <summary>Reads an object, or one of its subresources.</summary>
    /// <param name="target">The object.</param>
    /// <param name="manifest">The manifest whose uid it must have; null for any object of that name.</param>
    /// <param name="subresource">The subresource; null for the object itself.</param>
    /// <exception cref="KubeApiException">The object does not exist, or another object has its name.</exception>
    public JsonObject Read(ObjectTarget target, Manifest? manifest, string? subresource = null) =>
        Read(target, manifest, subresource, Representation.Object).Object;

    /// <summary>As <see cref="Read(ObjectTarget, Manifest?, string?)"/>, with the server's cells; null if it sent none.</summary>
    public (JsonObject Object, ServerCells? Cells) Read(ObjectTarget target, Manifest? manifest, string? subresource, Representation representation)
    {
        // A part of an object is shown without columns.
        var item = Send(target, subresource, subresource is null ? representation : Representation.Object);
        var o = (JsonObject)JsonNodes.Parse(item.Json)!;
        if (manifest?.Uid is not { } uid || o["metadata"].Child("uid")?.ToString() == uid)
        {
            return (o, ServerCells.Create(item.Cells, item.Columns, target.Session.Names));
        }

        throw Replaced(target);
    }

    /// <summary>Another object now has the name of the piped one.</summary>
    /// <param name="target">The object.</param>
    public static KubeApiException Replaced(object target) => new(
        FailureKind.Refused,
        new Status { Code = 409, Reason = "Conflict", Message = $"{target} is not the object that was read: another object now has its name." })
    {
        RecommendedAction = OtherObject,
    };

    private ListItem Send(ObjectTarget target, string? subresource, Representation representation)
    {
        var client = sessions.ClientOf(target.Session);
        try
        {
            var options = new ListOptions { Representation = representation };
            var request = ResourceRequests.Get(target.Type, target.Namespace, target.Name, options, subresource);
            return pipeline.Wait(ObjectReader.GetItemAsync(client, request, pipeline.Stopped));
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw pipeline.Wait(NamespaceLookup.ExplainAsync(client, e, pipeline.Stopped));
        }
    }
}
