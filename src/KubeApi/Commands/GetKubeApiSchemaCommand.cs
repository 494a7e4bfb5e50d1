using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the fields of a resource type, or of one of its fields, from the server's schema.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiSchema")]
[OutputType(typeof(SchemaField))]
public sealed class GetKubeApiSchemaCommand : SessionCmdlet
{
    private const int AllLevels = int.MaxValue;

    /// <summary>A resource type by any of its names, and a field: <c>deployment</c>, <c>deploy.spec.strategy</c>, <c>deployments.apps.spec</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SchemaPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>List the nested fields of all levels.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The number of nested levels to list; <c>0</c> for none. Implies -Recurse.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var depth = MyInvocation.BoundParameters.ContainsKey(nameof(Depth)) ? Depth : Recurse ? AllLevels : 0;
        foreach (var path in Path)
        {
            foreach (var session in Sessions.All)
            {
                Pipeline.Attempt(path, session, () => Write(session, path, depth));
            }
        }
    }

    private void Write(KubeApiSession session, string path, int depth)
    {
        // Reads the catalog, and again if the type is new.
        _ = Sessions.Types.Find(session, path.Split('.')[0]);
        var (name, fields) = SchemaFields.Split(session.Discovery.Cached!, path);
        var type = Sessions.Types.Find(session, name);
        var document = Pipeline.Wait(
            SchemaDocument.ReadAsync(session.Discovery, Sessions.ClientOf(session), type, revalidate: true, Pipeline.Stopped));
        foreach (var field in SchemaFields.List(document, type, name, fields, depth))
        {
            WriteObject(field);
        }
    }
}
