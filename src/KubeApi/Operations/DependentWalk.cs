using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Finds the objects that an object owns, and reads them. Several objects of a namespace share its lists.</summary>
internal sealed class DependentWalk(PipelineRun pipeline, SessionScope sessions)
{
    // Objects are written in order, so they are read in batches.
    private const int BatchSize = 64;

    private readonly Dictionary<(KubeApiSession Session, string? Namespace), OwnedObjects> _known = [];

    /// <summary>Writes the objects that an object owns.</summary>
    /// <param name="target">The owner.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="recurse">Whether to find the dependents of dependents, too.</param>
    public void Write(ObjectTarget target, string uid, bool recurse)
    {
        var client = sessions.ClientOf(target.Session);
        foreach (var batch in Find(target, uid, recurse).Chunk(BatchSize))
        {
            var read = ConcurrentWork.RunAsync(batch, SessionScope.MaxParallel, (o, token) => ReadAsync(client, o.Object, token), pipeline.Stopped);
            foreach (var ((owned, depth), (item, failure)) in batch.Zip(pipeline.Wait(read)))
            {
                if (failure is null)
                {
                    var origin = new ObjectOrigin(target.Session, owned.Type) { Depth = depth };
                    pipeline.Host.WriteObject(ObjectViews.PresentTree(ApiObject.Create(item!.Value, origin)));
                }
                else if (failure.StatusCode != 404)
                {
                    pipeline.Report($"{owned.Type.Kind}/{owned.Name}", target.Session, failure);
                }
            }
        }
    }

    /// <summary>The objects that an object owns, by their metadata. A warning names the types that could not be listed.</summary>
    public IEnumerable<(OwnedObject Object, int Depth)> Find(ObjectTarget target, string uid, bool recurse)
    {
        var key = (target.Session, target.Namespace);
        if (!_known.TryGetValue(key, out var owned))
        {
            _known[key] = owned = Read(target);
        }

        return owned.Of(uid, recurse);
    }

    private OwnedObjects Read(ObjectTarget target)
    {
        var client = sessions.ClientOf(target.Session);
        var catalog = pipeline.Wait(target.Session.Discovery.GetAsync(client, pipeline.Stopped));
        var owned = pipeline.Wait(OwnedObjects.ReadAsync(client, catalog, target.Namespace, pipeline.Stopped));
        if (owned.Failures.Count > 0)
        {
            var types = string.Join(", ", owned.Failures.Select(f => f.Target?.Resource).Order(StringComparer.Ordinal));
            pipeline.Host.WriteWarning($"Skipped resource types that cannot be listed: {types}. {owned.Failures[0].Message}");
        }

        return owned;
    }

    private static async Task<(ListItem? Item, KubeApiException? Failure)> ReadAsync(ApiClient client, OwnedObject o, CancellationToken cancellationToken)
    {
        try
        {
            var request = ResourceRequests.Get(o.Type, o.Namespace, o.Name, new ListOptions { Representation = Representation.Table });
            return (await ObjectReader.GetItemAsync(client, request, cancellationToken).ConfigureAwait(false), null);
        }
        catch (KubeApiException e)
        {
            // A 404: it was deleted in the meantime.
            return (null, e);
        }
    }
}
