using KubeApi.Binding;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Collects the manifests of a command's input; each one that cannot be read is an error.</summary>
internal sealed class ManifestCollector(PipelineRun pipeline)
{
    private const string NoObject = "The input contains no objects.";

    private readonly ManifestInput _input = new();

    /// <summary>Whether the collected lines are an unfinished document.</summary>
    public bool IsInText => _input.IsInText;

    /// <summary>The number of manifests that could not be read.</summary>
    public int Failures { get; private set; }

    /// <summary>The manifests of one object or string. Lines are not joined.</summary>
    public IEnumerable<Manifest> Read(object? input)
    {
        var results = Manifest.Read(input).ToList();
        if (results.Count == 0)
        {
            pipeline.Host.WriteWarning(NoObject);
        }

        return Report(results);
    }

    /// <summary>The manifests of one input of the pipeline. Lines are collected until their document ends.</summary>
    public IEnumerable<Manifest> Add(object? input) => Report(_input.Add(input));

    /// <summary>The manifests of files and folders.</summary>
    public IEnumerable<Manifest> AddFiles(string[] paths, bool recurse) =>
        Report(_input.ReadFiles(paths, new ManifestPaths(pipeline.Host.SessionState, isLiteral: false, recurse)));

    /// <summary>The manifests of the lines that were kept, at the end of the input. An input without any object is a warning.</summary>
    public IEnumerable<Manifest> Complete()
    {
        foreach (var manifest in Report(_input.Complete()))
        {
            yield return manifest;
        }

        if (_input.IsEmpty)
        {
            pipeline.Host.WriteWarning(NoObject);
        }
    }

    private IEnumerable<Manifest> Report(IEnumerable<ManifestResult> results)
    {
        foreach (var (manifest, what, failure) in results)
        {
            if (manifest is not null)
            {
                yield return manifest;
            }
            else
            {
                Failures++;
                pipeline.Report(what, null, failure!);
            }
        }
    }
}
