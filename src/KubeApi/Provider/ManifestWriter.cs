using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Provider;
using KubeApi.Binding;
using KubeApi.Operations;
using KubeApi.Pipeline;

namespace KubeApi.Provider;

/// <summary>
/// Applies the content of Set-Content: at once if it is a whole manifest, and otherwise, line by line, when it is closed.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="apply">Applies the manifests.</param>
internal sealed class ManifestWriter(PipelineRun pipeline, Action<IReadOnlyList<Manifest>> apply) : IContentWriter
{
    private readonly ManifestCollector _collector = new(pipeline);
    private readonly List<Manifest> _manifests = [];
    private bool _isDone;

    public IList Write(IList content)
    {
        pipeline.Guard(() =>
        {
            _manifests.AddRange(content.Cast<object?>().SelectMany(_collector.Add));
            // Several lines at once are the value of -Value. PowerShell catches every exception of Close, so Close does as little as possible.
            if (content.Count > 1 || !_collector.IsInText)
            {
                Apply();
            }
        });
        return content;
    }

    // Add-Content looks for the end: a manifest cannot be added to an object.
    public void Seek(long offset, SeekOrigin origin)
    {
        _isDone = true;
        throw new PSNotSupportedException("Cannot append to an object of a drive: Set-Content applies a whole manifest.");
    }

    public void Close()
    {
        if (!_isDone && !IsAborted())
        {
            pipeline.Guard(Apply);
        }
    }

    public void Dispose() => _isDone = true;

    private void Apply()
    {
        _isDone = true;
        _manifests.AddRange(_collector.Complete());
        if (_collector.Failures == 0)
        {
            apply(_manifests);
        }
    }

    // PowerShell also closes the writer of a pipeline that has failed. Then a part of the manifest may be missing, and an apply would remove its fields. While
    // a command runs, PowerShell rejects messages of other threads; after its end they would be lost. The end of a progress shows nothing.
    private bool IsAborted()
    {
        var isRunning = false;
        var probe = new Thread(() =>
        {
            try
            {
                pipeline.Host.WriteProgress(0, new ProgressRecord(0, "Set-Content", "Apply") { RecordType = ProgressRecordType.Completed });
            }
            catch (InvalidOperationException)
            {
                isRunning = true;
            }
            catch (PipelineStoppedException)
            {
                // Ctrl+C.
            }
        });
        probe.Start();
        probe.Join();
        return !isRunning;
    }
}
