#!/usr/bin/python3
"""Asks LibreOffice what it thinks of the signatures in workbooks, and prints one JSON object per file.

    /usr/bin/python3 libreoffice-verify.py FILE.xlsx [FILE.xlsx ...]

{"file": ..., "signatures": [true, ...]}: one value per signature, true where LibreOffice calls it valid; an empty
list where it sees none. {"file": ..., "error": ...} where it could not be asked.

LibreOffice checks the signature and the digests of the listed parts. It does not check that every part is listed.
Needs libreoffice-calc and python3-uno. Runs with a profile of its own in a temporary folder and ends what it started.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.embed.ElementModes import READ

START_SECONDS = 120


def property_value(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def start(folder):
    soffice = os.environ.get("SOFFICE") or shutil.which("soffice") or "/usr/lib/libreoffice/program/soffice"
    pipe = "labour-desk-%d" % os.getpid()
    process = subprocess.Popen(
        [
            soffice, "--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            "-env:UserInstallation=file://%s/profile" % folder, "--accept=pipe,name=%s;urp;" % pipe,
        ],
        env=dict(os.environ, HOME=folder, SAL_USE_VCLPLUGIN="svp"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.time() + START_SECONDS
    while True:
        try:
            context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
            if context is not None:
                return process, context
        except Exception as error:
            if time.time() > end or process.poll() not in (None, 0, 81):
                stop(process)
                raise RuntimeError("LibreOffice did not answer: %s" % error)
        time.sleep(0.2)


def stop(process):
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        # Its own session, started above: nobody else's programs are in this group.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


def signatures_of(context, path):
    manager = context.ServiceManager
    factory = manager.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    # A plain ZIP storage, as LibreOffice itself opens packages of Office.
    options = uno.Any("[]com.sun.star.beans.PropertyValue", (property_value("StorageFormat", "ZipFormat"),))
    url = uno.systemPathToFileUrl(os.path.abspath(path))
    storage = uno.invoke(factory, "createInstanceWithArguments", ((url, READ, options),))
    try:
        verifier = manager.createInstanceWithContext("com.sun.star.security.DocumentDigitalSignatures", context)
        return [bool(one.SignatureIsValid) for one in verifier.verifyDocumentContentSignatures(storage, None)]
    finally:
        storage.dispose()


def main():
    folder = tempfile.mkdtemp(prefix="labour-desk-libreoffice-")
    process = None
    try:
        process, context = start(folder)
        for path in sys.argv[1:]:
            try:
                answer = {"file": path, "signatures": signatures_of(context, path)}
            except Exception as error:
                answer = {"file": path, "error": "%s: %s" % (type(error).__name__, error)}
            print(json.dumps(answer), flush=True)
        context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
    finally:
        if process is not None:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


main()
